/** Every label's drawings: `DEPARTMENTS`. */

import type { Label } from "../labels.ts";
import { jumpsuits, swimwear } from "./bodywear.ts";
import { coats } from "./coats.ts";
import type { Department } from "./department.ts";
import { dresses } from "./dresses.ts";
import { sunglasses } from "./eyewear.ts";
import { handbags } from "./handbags.ts";
import { hats } from "./hats.ts";
import { jewelry } from "./jewelry.ts";
import { socks, stockings } from "./legwear.ts";
import { neckties } from "./neckties.ts";
import { pants } from "./pants.ts";
import { rings } from "./rings.ts";
import { scarves } from "./scarves.ts";
import { shoes } from "./shoes.ts";
import { shorts } from "./shorts.ts";
import { skirts } from "./skirts.ts";
import { tops } from "./tops.ts";
import { belts, gloves } from "./trimmings.ts";
import { watches } from "./watches.ts";

/** What is drawn under each label. */
export const DEPARTMENTS: Readonly<Record<Label, Department>> = {
  "Shoes": shoes,
  "Handbags": handbags,
  "Shirts & Tops": tops,
  "Pants": pants,
  "Coats & Jackets": coats,
  "Dresses": dresses,
  "Jewelry": jewelry,
  "Hats": hats,
  "Skirts": skirts,
  "Shorts": shorts,
  "Sunglasses": sunglasses,
  "Scarves & Shawls": scarves,
  "Watches": watches,
  "Belts": belts,
  "Rings": rings,
  "Socks": socks,
  "Jumpsuits & Rompers": jumpsuits,
  "Swimwear": swimwear,
  "Gloves & Mittens": gloves,
  "Stockings": stockings,
  "Neckties": neckties,
};
