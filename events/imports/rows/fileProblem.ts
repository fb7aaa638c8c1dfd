/** Why a file is refused as a whole. The detail names columns and remedies, never a value. */
export class FileProblem extends Error {
  override readonly name = "FileProblem";
  readonly code: string;
  readonly detail: string;

  constructor(code: string, detail: string) {
    super(detail);
    this.code = code;
    this.detail = detail;
  }
}
