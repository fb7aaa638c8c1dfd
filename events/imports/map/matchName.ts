/** Whether a file's name is one that `pattern` means: `*` stands for any characters, case does not matter. */
export function nameMatches(pattern: string, name: string): boolean {
  const [wanted, given] = [pattern.toLowerCase(), name.toLowerCase()];
  let at = 0;
  let star = -1;
  let resume = 0;
  // Going back to the last star alone keeps the work at pattern times name, however many stars there are.
  for (let n = 0; n < given.length; ) {
    if (wanted[at] === "*") {
      star = at++;
      resume = n;
    } else if (wanted[at] === given[n]) {
      at += 1;
      n += 1;
    } else if (star >= 0) {
      at = star + 1;
      n = ++resume;
    } else return false;
  }
  while (wanted[at] === "*") at += 1;
  return at === wanted.length;
}
