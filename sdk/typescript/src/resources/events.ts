import { ApiPromise } from "../core/apiPromise.ts";
import type { RequestOptions } from "../core/options.ts";
import type { IngestAnswer } from "../generated/models.ts";
import { EventsApi as GeneratedEvents, type SendEventsQuery } from "../generated/resources/events.ts";
import { type EventInput, withId } from "./events/identify.ts";
import { type SendManyOptions, type SentChunk, sendMany } from "./events/sendMany.ts";

export class EventsApi extends GeneratedEvents {
  /**
   * Sends up to 1,000 events. One without an id gets one made from its content, so that sending it again changes nothing.
   * The answer's `results` name the records that were refused, also of a success.
   * `POST /v1/events`
   * @throws UnprocessableError when none could be taken; its `problem.results` say why
   */
  override send(
    events: EventInput | readonly EventInput[],
    query: SendEventsQuery = {},
    options?: RequestOptions,
  ): ApiPromise<IngestAnswer> {
    const body = Array.isArray(events) ? Promise.all(events.map(withId)) : withId(events as EventInput);
    return new ApiPromise(body.then((identified) => super.send(identified, query, options).withResponse()));
  }

  /**
   * Sends any number of events: in chunks, compressed, several at once, those again that the API could not take.
   * Yields what became of each chunk, in the order of the events. An error ends it after all earlier chunks were
   * yielded; to send everything again is safe, since an event is known by its source and id.
   */
  sendMany(
    events: Iterable<EventInput> | AsyncIterable<EventInput>,
    options: SendManyOptions = {},
  ): AsyncGenerator<SentChunk, void, undefined> {
    return sendMany(this.transport, events, options);
  }
}
