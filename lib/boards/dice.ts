/** Draws from one seeded sequence, named for what a drawing asks of chance: `Dice`. */

import { createRandom } from "../io/random.ts";

/** Weights by name; a name's chance is its weight over the sum of all. */
export type Weights<Name extends string> = Readonly<Partial<Record<Name, number>>>;

/** A number from `low` to `high`. */
export type Range = readonly [low: number, high: number];

/** `T` with a range in place of any number, so that it can be drawn. */
export type Ranges<T> = { [K in keyof T]: T[K] extends number | undefined ? T[K] | Range : T[K] };

/** One seeded sequence of random numbers. Every method takes one draw or more from it, in order. */
export class Dice {
  readonly #next: () => number;

  /** @param seed an integer; the same seed repeats the same draws */
  constructor(seed: number) {
    this.#next = createRandom(seed);
  }

  /** A number in [0, 1). */
  next(): number {
    return this.#next();
  }

  /** A number in [low, high), uniform. */
  between(low: number, high: number): number {
    return low + (high - low) * this.#next();
  }

  /** `ranges` with a uniform number in place of each range, drawn in the order of the keys. */
  measure<T extends object>(ranges: Ranges<T>): T {
    const measures = Object.entries(ranges).map(([name, value]) => [
      name,
      Array.isArray(value) ? this.between(value[0], value[1]) : value,
    ]);
    // Each value now has the type that T gives it.
    return Object.fromEntries(measures) as T;
  }

  /** An integer from `low` to `high`, both included, uniform. */
  whole(low: number, high: number): number {
    return low + Math.floor(this.#next() * (high - low + 1));
  }

  /** True with probability `p`. */
  chance(p: number): boolean {
    return this.#next() < p;
  }

  /** -1 or 1. */
  sign(): -1 | 1 {
    return this.#next() < 0.5 ? -1 : 1;
  }

  /**
   * A number near `mean`: the sum of three uniform draws, bell-shaped, standard deviation `spread`,
   * never further than three of them away.
   */
  around(mean: number, spread: number): number {
    // The sum of three uniform draws has mean 1.5 and variance 3/12.
    return mean + (this.#next() + this.#next() + this.#next() - 1.5) * 2 * spread;
  }

  /** One of `list`, all alike; throws a RangeError where the list is empty. */
  pick<T>(list: readonly T[]): T {
    if (list.length === 0) throw new RangeError("Cannot pick as the list is empty");
    return list[Math.floor(this.#next() * list.length)]!;
  }

  /** One of the names in `weights`, by its weight; throws a RangeError where none is above 0. */
  weigh<Name extends string>(weights: Weights<Name>): Name {
    const entries = Object.entries(weights) as [Name, number][];
    let left = this.#next() * entries.reduce((sum, [, weight]) => sum + weight, 0);
    for (const [name, weight] of entries) {
      left -= weight;
      if (left < 0) return name;
    }
    throw new RangeError("Cannot weigh as no weight is above 0");
  }
}
