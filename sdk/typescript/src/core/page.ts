import { ApiPromise, type WithResponse } from "./apiPromise.ts";

export interface PageBody<Item> {
  readonly data: readonly Item[];
  readonly next_cursor: string | null;
}

/** One page of a list; iterating over it goes on through all later pages. */
export class Page<Item, Body extends PageBody<Item> = PageBody<Item>> implements AsyncIterable<Item> {
  readonly data: readonly Item[];
  readonly next_cursor: string | null;
  /** The answer as it came, with members that only some lists have. */
  readonly body: Body;
  readonly #turn: (cursor: string) => Promise<Page<Item, Body>>;

  constructor(body: Body, turn: (cursor: string) => Promise<Page<Item, Body>>) {
    this.data = body.data;
    this.next_cursor = body.next_cursor;
    this.body = body;
    this.#turn = turn;
  }

  hasNextPage(): boolean {
    return this.next_cursor !== null && this.next_cursor !== undefined;
  }

  /** @throws RangeError after the last page */
  async getNextPage(): Promise<Page<Item, Body>> {
    if (!this.hasNextPage()) throw new RangeError("this is the last page: ask hasNextPage() first");
    return this.#turn(this.next_cursor as string);
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Item, void, undefined> {
    let page: Page<Item, Body> = this;
    for (;;) {
      yield* page.data;
      if (!page.hasNextPage()) return;
      page = await page.getNextPage();
    }
  }
}

/** A promise of the first page, and an iteration over the items of all: `for await (const item of client.x.list())`. */
export class PagePromise<Item, Body extends PageBody<Item> = PageBody<Item>>
  extends ApiPromise<Page<Item, Body>>
  implements AsyncIterable<Item>
{
  constructor(fetchPage: (cursor?: string) => Promise<WithResponse<Body>>) {
    const turn = async (cursor?: string): Promise<WithResponse<Page<Item, Body>>> => {
      const answer = await fetchPage(cursor);
      return { ...answer, data: new Page(answer.data, async (next) => (await turn(next)).data) };
    };
    super(turn());
  }

  /** The first page; the same as awaiting this. */
  page(): Promise<Page<Item, Body>> {
    return this.then();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Item, void, undefined> {
    yield* await this;
  }
}
