/** Colours of buckles, clasps, zips and rivets: `BRASS`, `NICKEL`, `COPPER`, `FITTINGS`. */

/** Yellow metal. */
export const BRASS = "#c9a24a";

/** White metal. */
export const NICKEL = "#c3c7cc";

/** Reddish metal: rivets and buttons of jeans. */
export const COPPER = "#b48a52";

/** What a bag's fittings are made of. */
export const FITTINGS = [BRASS, NICKEL] as const;
