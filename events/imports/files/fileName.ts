const NAME = /^[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}$/;

/** Whether a file of an import may be called so: nothing that leads out of its folder or hides in it. */
export function isFileName(name: string): boolean {
  return NAME.test(name);
}

/** The name that the mapping's rules go by: `orders.csv.gz` holds `orders.csv`. */
export function innerName(name: string): string {
  return name.replace(/\.gz$/i, "");
}
