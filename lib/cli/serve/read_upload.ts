/** The photo in a request's body: `readUpload`. */

import { concatBytes } from "../../io/bytes.ts";
import { HttpError } from "./http_error.ts";

/** What is taken from a client. */
export interface UploadLimits {
  /** Bytes of a body; what comes beyond is read and dropped, so that the client sees the answer. */
  maxBytes: number;
  /** Milliseconds until a body must be there. */
  timeout: number;
}

/**
 * The bytes of the photo that a request brings: the whole body, or the field "photo" of a form
 * (multipart/form-data).
 *
 * @throws {HttpError} 413 if the body is too large, 408 if it does not come in time, 400 if the form
 *   is none or has no photo
 */
export async function readUpload(request: Request, limits: UploadLimits): Promise<Uint8Array> {
  const bytes = await readBody(request, limits);
  const type = request.headers.get("content-type") ?? "";
  if (!/^multipart\/form-data\b/i.test(type)) return bytes;
  let photos: FormDataEntryValue[];
  try {
    const headers = { "content-type": type };
    photos = (await new Response(bytes, { headers }).formData()).getAll("photo");
  } catch {
    throw new HttpError(400, "Cannot read the form as it must be multipart/form-data");
  }
  const [photo, ...others] = photos;
  if (photo instanceof File && others.length === 0) return await photo.bytes();
  throw new HttpError(400, `Cannot search as the form must have one file named "photo"`);
}

async function readBody(
  { body, headers }: Request,
  { maxBytes, timeout }: UploadLimits,
): Promise<Uint8Array<ArrayBuffer>> {
  const tooLarge = new HttpError(
    413,
    `Cannot search as a photo must have at most ${Math.floor(maxBytes / 1e6)} MB`,
    { connection: "close" },
  );
  // A client that asks before it sends needs no reading.
  const announced = Number(headers.get("content-length") ?? 0);
  if (announced > maxBytes && headers.has("expect")) throw tooLarge;
  if (!body) return new Uint8Array();
  const reader = body.getReader();
  const chunks: Uint8Array[] = [];
  let length = 0, isLate = false;
  // Whatever comes then is not wanted: reading ends as it does after the body.
  const end = () => reader.cancel().catch(() => {});
  const timer = setTimeout(() => {
    isLate = true;
    end();
  }, timeout);
  try {
    for (let read; !(read = await reader.read()).done;) {
      length += read.value.length;
      if (length <= maxBytes) chunks.push(read.value);
      else chunks.length = 0;
    }
  } finally {
    clearTimeout(timer);
    await end();
  }
  if (length > maxBytes) throw tooLarge;
  if (!isLate) return concatBytes(chunks);
  const message = `Cannot search as the photo must come within ${timeout / 1000} s`;
  throw new HttpError(408, message, { connection: "close" });
}
