/** The distance every search ends with. */

export { squaredDistance } from "../embedding/distance.ts";
