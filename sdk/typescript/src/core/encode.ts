import type { Operation } from "./options.ts";

/** The address of an operation. Parameters that are undefined are left out, lists repeat their name. */
export function toUrl(baseUrl: string, path: string, query: object | undefined): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {})) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one === undefined || one === null) continue;
      search.append(name, one instanceof Date ? one.toISOString() : String(one));
    }
  }
  const text = search.toString();
  return `${baseUrl.replace(/\/+$/, "")}${path}${text === "" ? "" : `?${text}`}`;
}

/**
 * Tag of a template: a path with its parameters escaped.
 * @throws TypeError for a parameter that would make it another path: empty, `.` or `..`
 */
export function path(parts: TemplateStringsArray, ...parameters: readonly string[]): string {
  return parts.reduce((before, part, at) => {
    const parameter = String(parameters[at - 1] ?? "");
    if (/^\.{0,2}$/.test(parameter)) throw new TypeError(`"${parameter}" cannot be part of a path`);
    return before + encodeURIComponent(parameter) + part;
  });
}

type Body = NonNullable<RequestInit["body"]>;

interface Encoded {
  readonly body: Body | undefined;
  readonly contentType: string | undefined;
  /** Whether it can be sent more than once. */
  readonly again: boolean;
}

export function encodeBody({ body, contentType }: Operation): Encoded {
  if (body === undefined) return { body: undefined, contentType: undefined, again: true };
  if (contentType === undefined) {
    return { body: JSON.stringify(body), contentType: "application/json", again: true };
  }
  if (body instanceof ReadableStream) return { body, contentType, again: false };
  if (typeof body === "object" && body !== null && Symbol.asyncIterator in body) {
    return { body: toStream(body as AsyncIterable<Uint8Array>), contentType, again: false };
  }
  return { body: body as Body, contentType, again: true };
}

function toStream(chunks: AsyncIterable<Uint8Array>): ReadableStream<Uint8Array> {
  const iterator = chunks[Symbol.asyncIterator]();
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await iterator.next();
      if (done) controller.close();
      else controller.enqueue(value);
    },
    async cancel() {
      await iterator.return?.();
    },
  });
}
