/** Files from the web: many photos, resumably, or one large file. */

export { downloadFile, type DownloadFileOptions } from "./download_file.ts";
export { DownloadLog, type DownloadOutcome } from "./download_log.ts";
export {
  type DownloadOptions,
  downloadPhotos,
  type DownloadReport,
  type DownloadTask,
  LOG_FILE,
} from "./download_photos.ts";
export { type DownloadProgress } from "./progress.ts";
