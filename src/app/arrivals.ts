/** A place in the order of arrival. */
export interface Arrival<Item> {
  /** Says what has become of it. Only the first time counts. */
  readonly settle: (item: Item) => void;
}

export interface Arrivals<Item> {
  /** @param unfinished what counts where it is not settled until the end */
  readonly arrive: (unfinished: Item) => Arrival<Item>;
  /** Settles all that is not, and keeps it. */
  readonly close: () => void;
}

interface Place<Item> {
  item: Item;
  isSettled: boolean;
}

/** Keeps items in the order in which they arrived, whichever is settled first. */
export function openArrivals<Item>(keep: (item: Item) => void): Arrivals<Item> {
  let places: Place<Item>[] = [];
  let first = 0;

  function keepSettled(): void {
    for (let place = places[first]; place?.isSettled === true; place = places[first]) {
      first += 1;
      keep(place.item);
    }
    if (first > places.length / 2) {
      places = places.slice(first);
      first = 0;
    }
  }

  return {
    arrive: (unfinished) => {
      const place = { item: unfinished, isSettled: false };
      places.push(place);
      return {
        settle: (item) => {
          if (!place.isSettled) {
            place.item = item;
            place.isSettled = true;
            keepSettled();
          }
        },
      };
    },
    close: () => {
      for (const place of places) {
        place.isSettled = true;
      }
      keepSettled();
    },
  };
}
