// Generated from openapi/openapi.json by `npm run sdk`: do not edit.

export interface components {
    schemas: {
        Failure: {
            id: string;
            /** @enum {string} */
            status: "open" | "withdrawn" | (string & {});
            /** @enum {string} */
            kind: "attempt_failed" | "late" | "undeliverable" | "returned" | "lost" | "damaged" | "pickup_failed" | "cancelled_by_shipper" | (string & {});
            delivery_id: string;
            attempt: number | null;
            /** Format: date-time */
            occurred_at: string;
            refs: components["schemas"]["Refs"];
            /** @description What the sender said; null when no reason came. */
            recorded_reason: {
                /** @description `party.reason`. */
                code: string;
                source: string;
                corroborated: boolean;
            } | null;
            version: number;
            /** Format: date-time */
            detected_at: string;
            analysis: components["schemas"]["FailureAnalysis"];
            recommendations: components["schemas"]["FailureRecommendation"][];
            feedback: components["schemas"]["FailureFeedback"];
        };
        /** @description What the object refers to; a reference that nobody sent is absent. */
        Refs: {
            order_id?: string;
            client_id?: string;
            customer_id?: string;
            warehouse_id?: string;
            carrier_id?: string;
            driver_id?: string;
            vehicle_id?: string;
            route_id?: string;
            city?: string;
            region?: string;
            country?: string;
            postal_code?: string;
            zone?: string;
        };
        /** @description Null until the first analysis, seconds after detection. */
        FailureAnalysis: {
            /** @enum {string} */
            status: "provisional" | "final" | (string & {});
            /** @description False when no cause stands out. */
            determined: boolean;
            /** Format: date-time */
            analyzed_at: string;
            model_version: string;
            primary: components["schemas"]["PrimaryCause"];
            contributing: {
                /** @description `party.reason`. */
                cause: string;
                /** @description The part of the cause before the dot. */
                family: string;
                share: number;
            }[];
            candidates: {
                /** @description `party.reason`. */
                cause: string;
                probability: number;
            }[];
            unexplained: number;
            evidence: components["schemas"]["Evidence"][];
            counterfactuals: {
                /** @description `party.reason`. */
                without: string;
                risk: number;
                actual_risk: number;
            }[];
            narrative: string;
            changed_because: string | null;
        } | null;
        PrimaryCause: {
            /** @description `party.reason`. */
            cause: string;
            /** @description The part of the cause before the dot. */
            family: string;
            confidence: number;
            interval: number[];
        } | null;
        Evidence: {
            id: string;
            kind: string;
            /** @enum {string} */
            stance: "for" | "against" | "context" | (string & {});
            /** @description `party.reason`. */
            cause: string | null;
            observed: number | null;
            normal: number | null;
            unit: string | null;
            /** @description Natural logarithm of the likelihood ratio that this adds for its cause. */
            log_lr: number;
            minutes_before: number | null;
            distance_km: number | null;
            statement: string;
            events: {
                source: string;
                id: string;
            }[];
        };
        FailureRecommendation: {
            id: string;
            action: string;
            owner_role: string;
            /** @description Failures that acting on it should avoid; null until it can be estimated. */
            expected_avoided: {
                value: number;
                interval: number[];
                per: string;
            } | null;
        };
        FailureFeedback: {
            /** @description What people confirmed; null: nothing stands. */
            confirmed_cause: string | null;
            /** @description Who confirmed it; the credential where nobody was named. */
            by: string | null;
            /** @description For credentials with `personal:read`; absent in webhooks, and where nothing stands. */
            note?: string | null;
            /**
             * Format: date-time
             * @description When, by the tenant's clock; absent in webhooks.
             */
            at?: string | null;
        };
        Recommendation: {
            id: string;
            version: number;
            /**
             * @description Open until somebody decides about it.
             * @enum {string}
             */
            status: "open" | "accepted" | "dismissed" | "done" | (string & {});
            playbook: string;
            action: string;
            owner_role: string;
            /** @description What it is done at: a warehouse, a driver, a city; null: nothing was named. */
            entity: {
                kind: string;
                id: string;
            } | null;
            causes: string[];
            /** @description Failures of the last four weeks that speak for it. */
            failures: number;
            /** @description Failures that acting on it should avoid, with an interval of 90 %. */
            expected_avoided: {
                value: number;
                interval: number[];
                per: string;
            };
            /** Format: date-time */
            first_failure_at: string;
            /** Format: date-time */
            last_failure_at: string;
            status_by: string | null;
            /** Format: date-time */
            status_at: string | null;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
        };
        Import: {
            id: string;
            /**
             * @description Settling: all is read, and not yet all of it stored and judged.
             * @enum {string}
             */
            state: "created" | "queued" | "running" | "settling" | "finished" | "failed" | "cancelled" | (string & {});
            preset: string | null;
            /** @description What its events are from. */
            source: string;
            /**
             * Format: date-time
             * @description The time that the files speak of; null: now.
             */
            as_of: string | null;
            /** @description Whether webhooks tell of the failures found. */
            notify: boolean;
            counts: components["schemas"]["ImportCounts"];
            progress: components["schemas"]["ImportProgress"];
            files: components["schemas"]["ImportFile"][];
            /** @description Lines of the error file. */
            errors_kept: number;
            /** @description Why it failed as a whole. */
            problem: {
                code: string;
                detail: string;
            } | null;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            started_at: string | null;
            /** Format: date-time */
            finished_at: string | null;
        };
        ImportCounts: {
            rows: number;
            /** @description Rows with something wrong: the error file has each. */
            rows_failed: number;
            /** @description Durable in the event log. */
            events_accepted: number;
            events_rejected: number;
            stored: number;
            /** @description Same identity and content as one before, as when files are imported again. */
            duplicate: number;
            /** @description Same identity, other content: kept in quarantine. */
            conflict: number;
            quarantined: number;
        };
        ImportProgress: {
            rows: number;
            bytes_read: number;
            bytes_total: number;
            /** @description Share of the bytes that has been read. */
            fraction: number;
            /**
             * @description What it waits for just now: a log that takes nothing, or events before it.
             * @enum {string|null}
             */
            waits_for: "event_log" | "pipeline" | null | (string & {});
        };
        ImportFile: {
            name: string;
            /** @description Bytes held: an upload that broke off goes on from here. */
            bytes: number;
            /** @description Null until it is known. */
            total_bytes: number | null;
            complete: boolean;
            /** @description Rows read. */
            rows: number;
            /** @description Bytes of the stored file that have been read. */
            bytes_read: number;
            /** @description Read to the end. */
            done: boolean;
        };
        /** @description A source of which more than 1 % of at least 100 records of the last hour (by five minutes) were refused. It is over below 0.5 %, and not opened again within an hour after it was. */
        QualityAlert: {
            id: string;
            version: number;
            /** @enum {string} */
            state: "open" | "resolved" | (string & {});
            source: string;
            window_minutes: number;
            threshold: number;
            received: number;
            /** @description Rejected by the API or an import, in conflict, or quarantined by the pipeline. */
            refused: number;
            rate: number;
            /** Format: date-time */
            opened_at: string;
            /** Format: date-time */
            resolved_at: string | null;
            /** @description Of the window when it was over. */
            resolved: {
                received: number;
                /** @description Rejected by the API or an import, in conflict, or quarantined by the pipeline. */
                refused: number;
                rate: number;
            } | null;
            /** @description Where what is refused is summed up. */
            url: string;
        };
        Event: {
            /** @description The sender's id; identity is (tenant, source, id). */
            id: string;
            /** @description The sending system; `api` when absent. */
            source?: string;
            /** @description A type of `GET /v1/event-types`. */
            type: string;
            /**
             * Format: date-time
             * @description When it happened, with offset.
             */
            occurred_at: string;
            delivery_id?: string;
            order_id?: string;
            client_id?: string;
            customer_id?: string;
            warehouse_id?: string;
            carrier_id?: string;
            driver_id?: string;
            vehicle_id?: string;
            route_id?: string;
            city?: string;
            region?: string;
            country?: string;
            postal_code?: string;
            zone?: string;
            location?: components["schemas"]["Location"];
            /** @description Reason code; only what the sender really said. */
            reason?: string;
            /** @description The sender's own words. */
            reason_text?: string;
            /** @description Id of the event, of the same source, that this one replaces. */
            corrects?: string;
            /**
             * Format: date-time
             * @description Imports and test keys only: stands for the receive time.
             */
            received_hint?: string;
            /** @description Members by type, at most 64 KiB; free extra members are kept. */
            data?: {
                [key: string]: unknown;
            };
        };
        Location: {
            lat: number;
            lon: number;
        };
        /** @description RFC 9457 problem details. */
        Problem: {
            /** @description Address of the page that explains the code. */
            type: string;
            title: string;
            status: number;
            detail: string;
            /** @enum {string} */
            code: "invalid_request" | "unauthenticated" | "insufficient_scope" | "not_found" | "method_not_allowed" | "request_timeout" | "conflict" | "request_in_flight" | "too_large" | "unsupported_media_type" | "unprocessable" | "idempotency_key_reused" | "rate_limited" | "headers_too_large" | "internal" | "not_implemented" | "unavailable" | (string & {});
            request_id: string;
            /** @description Whether the same request may succeed later. */
            retryable: boolean;
            errors: components["schemas"]["FieldProblem"][];
            /** @description With 429: the policies of `RateLimit-Policy` whose quota is spent. */
            "violated-policies"?: string[];
        };
        FieldProblem: {
            code: string;
            /** @description JSON pointer into the body, or `/name` of a parameter. */
            pointer: string;
            detail: string;
        };
        Health: {
            /** @enum {string} */
            status: "ok";
        };
        Readiness: {
            ready: boolean;
            /**
             * @description `draining`: the process serves what still comes, and ends soon.
             * @enum {string}
             */
            status: "ready" | "unavailable" | "draining" | (string & {});
            dependencies: {
                [key: string]: {
                    /** @enum {string} */
                    state: "ready" | "unavailable" | (string & {});
                    /**
                     * Format: date-time
                     * @description When this process saw the state begin.
                     */
                    since: string;
                    detail?: string;
                    /** @description Requests are served without it: its absence leaves `ready` as it is. */
                    optional?: boolean;
                };
            };
        };
        TenantCreated: {
            tenant: components["schemas"]["Tenant"];
            api_key: components["schemas"]["ApiKeyWithSecret"];
            test_api_key: components["schemas"]["ApiKeyWithSecret"];
        };
        Tenant: {
            id: string;
            name: string;
            slug: string;
            /** @enum {string} */
            mode: "live" | "test" | (string & {});
            /** @enum {string} */
            placement: "pooled" | "dedicated" | (string & {});
            /** @enum {string} */
            status: "active" | "suspended" | "closed" | (string & {});
            /** @description Events that it may send in a second, on average over ten; its sandbox as many. */
            events_per_second: number;
            /** Format: date-time */
            created_at: string;
        };
        ApiKeyWithSecret: components["schemas"]["ApiKey"] & {
            /** @description The key itself; shown here and nowhere else. */
            secret: string;
        };
        ApiKey: {
            id: string;
            name: string;
            /** @description Begin of the key, to tell keys apart. */
            prefix: string;
            /**
             * @description The role that gave the scopes; null when they were named.
             * @enum {string|null}
             */
            role: "admin" | "operations_manager" | "fleet_manager" | "warehouse_manager" | "data_analyst" | "customer_service" | "service" | null | (string & {});
            scopes: ("events:write" | "events:read" | "imports:write" | "imports:read" | "quarantine:read" | "quarantine:write" | "deliveries:read" | "failures:read" | "failures:write" | "recommendations:read" | "recommendations:write" | "models:read" | "models:write" | "entities:read" | "webhooks:read" | "webhooks:write" | "test-clock:write" | "tenant:read" | "tenant:write" | "api-keys:read" | "api-keys:write" | "audit:read" | "personal:read" | (string & {}))[];
            /** @description Sources that the key may write as; null = any. */
            sources: string[] | null;
            /** @description Addresses and ranges it may be used from; null = any. */
            ip_allow: string[] | null;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            expires_at: string | null;
            /** Format: date-time */
            revoked_at: string | null;
            /** Format: date-time */
            last_used_at: string | null;
        };
        TenantCreate: {
            name: string;
            slug: string;
            /**
             * @default pooled
             * @enum {string}
             */
            placement?: "pooled" | "dedicated" | (string & {});
        };
        TenantChange: {
            /** @description Null: what every tenant may send. */
            events_per_second?: number | null;
            /** @enum {string} */
            status?: "active" | "suspended" | (string & {});
        };
        TenantPage: {
            data: components["schemas"]["Tenant"][];
            /** @description Pass it as `cursor` for the next page; null on the last. */
            next_cursor: string | null;
        };
        JobList: {
            data: components["schemas"]["Job"][];
            /** @description Pass it as `cursor` for the next page; null on the last. */
            next_cursor: string | null;
        };
        Job: {
            name: string;
            description: string;
            /** @description Seconds after the last run's end, or a crontab line in UTC. */
            schedule: {
                every_seconds: number | null;
                cron: string | null;
            };
            max_attempts: number;
            /**
             * Format: date-time
             * @description Null while it runs, if it runs every so often.
             */
            next_run_at: string | null;
            running: number;
            last_run: components["schemas"]["JobRun"];
            /** @description Attempts that ended since then, by how: exact, whatever runs are still kept. */
            last_24_hours: {
                /** Format: date-time */
                since: string;
                succeeded: number;
                retrying: number;
                failed: number;
                lost: number;
            };
        };
        JobRun: {
            id: string;
            job: string;
            /** @description Null: the job goes over all tenants. */
            tenant_id: string | null;
            /**
             * @description `retrying`: the attempt failed and another follows; `failed`: it was the last of its tick; `lost`: its process ended without a word, and the job runs again elsewhere.
             * @enum {string}
             */
            state: "running" | "succeeded" | "retrying" | "failed" | "lost" | (string & {});
            attempt: number;
            max_attempts: number;
            /** @description Host and process id. */
            process: string;
            /** Format: date-time */
            started_at: string;
            /** Format: date-time */
            finished_at: string | null;
            duration_ms: number | null;
            /** @description The kind of error; the process' log has the rest. */
            error: string | null;
        } | null;
        JobRunPage: {
            data: components["schemas"]["JobRun"][];
            /** @description Pass it as `cursor` for the next page; null on the last. */
            next_cursor: string | null;
        };
        LagReport: {
            /** Format: date-time */
            as_of: string;
            data: components["schemas"]["GroupLag"][];
        };
        GroupLag: {
            group: string;
            /** @description Records that the group has not read, of all partitions. */
            lag: number;
            partitions: {
                /** @enum {string} */
                topic: "orders_raw" | "fleet_raw" | "warehouse_raw" | "customer_raw" | "external_raw" | "bulk_raw" | "deliveries_touched" | "deliveries_touched_bulk" | "failures_detected" | "failures_detected_bulk" | "results" | "dead_letters" | (string & {});
                partition: number;
                /** @description The next offset that will be written. */
                end: number;
                /** @description The next offset that the group will read. */
                committed: number;
                lag: number;
                waiting: components["schemas"]["WaitingRange"];
            }[];
        };
        /** @description Set while the next range cannot be handled: nothing behind it is read, nothing is given up, and it goes on by itself. */
        WaitingRange: {
            /**
             * Format: date-time
             * @description When the range was first found to wait.
             */
            since: string;
            /** @description Tries that failed; there is no last one. */
            attempts: number;
            /** @description The kind of error of the last try. */
            error: string;
            /**
             * Format: date-time
             * @description When it is tried again; null while a try does not end.
             */
            next_try_at: string | null;
            /** @description Host and process id of the worker that tries. */
            process: string;
        } | null;
        IngestAnswer: {
            batch_id: string;
            /** @description Durable in the event log. */
            accepted: number;
            /** @description Repeats within the request. */
            duplicates: number;
            rejected: number;
            /** @description The log could not take them: send them again. */
            unavailable: number;
            /** @description Records that were not accepted; all of them with `?results=all`. */
            results: components["schemas"]["RecordResult"][];
            /**
             * @description Settled: the counts below sum up to `accepted`.
             * @enum {string}
             */
            state?: "accepted" | "settled" | (string & {});
            stored?: number;
            /** @description Same identity, same content as one stored before. */
            duplicate?: number;
            /** @description Same identity, other content: kept in quarantine. */
            conflict?: number;
            quarantined?: number;
        };
        RecordResult: {
            /** @description Position of the record in the body, from 0. */
            index: number;
            /** @description The sender's id, where one could be read. */
            id?: string;
            /** @enum {string} */
            status: "accepted" | "duplicate" | "rejected" | "unavailable" | (string & {});
            retryable: boolean;
            errors: components["schemas"]["FieldProblem"][];
        };
        /** @description RFC 9457 problem details. */
        IngestRefused: components["schemas"]["Problem"] & {
            batch_id: string;
            /** @description Durable in the event log. */
            accepted: number;
            /** @description Repeats within the request. */
            duplicates: number;
            rejected: number;
            /** @description The log could not take them: send them again. */
            unavailable: number;
            /** @description Records that were not accepted; all of them with `?results=all`. */
            results: components["schemas"]["RecordResult"][];
        };
        IngestBatch: {
            id: string;
            accepted: number;
            /**
             * @description Settled: the counts below sum up to `accepted`.
             * @enum {string}
             */
            state: "accepted" | "settled" | (string & {});
            stored: number;
            /** @description Same identity, same content as one stored before. */
            duplicate: number;
            /** @description Same identity, other content: kept in quarantine. */
            conflict: number;
            quarantined: number;
            /** @description Refused by the API: those with an id are in quarantine. */
            rejected: number;
            /** @description Repeats within the request. */
            duplicates: number;
            unavailable: number;
            import_id: string | null;
            request_id: string | null;
            /** @description From the request's `traceparent`. */
            trace_id: string | null;
            /** Format: date-time */
            accepted_at: string | null;
        };
        ImportCreate: {
            /** @description A preset's name; or else give `mapping`. */
            preset?: string;
            mapping?: components["schemas"]["ImportMapping"];
            /**
             * Format: date-time
             * @description The time that the files speak of: promises that had run out a day before and were still open then are late, later ones are not (yet). Absent: now, and on.
             */
            as_of?: string;
            /**
             * @description Whether webhooks tell of the failures found.
             * @default false
             */
            notify?: boolean;
            /** @description What the events are from, instead of what the mapping says. */
            source?: string;
        };
        /** @description How rows become events. `files` are rules in the order of reading: `match` (a name, `*` for any characters), `format` (`csv`, `ndjson`), `delimiter`, `time_zone` of times without offset, `required_columns`, and `events`: for each row, one event for every rule whose `when` holds. `members` say where each member of the event comes from: `{"const"}`, `{"column"}`, `{"template"}` with `{column}`s, or `{"first": [...]}`; and how the text is read: `map` with `unmapped` (`keep`, `omit`, `refuse`), `pad_zeros`, `as` (`string`, `number`, `integer`, `boolean`, `time`, `date`, `digits`, `json`), `formats`, `truncate`, `plus_minutes`. Or `as_is` instead of `events`, for files whose rows are events already. */
        ImportMapping: {
            [key: string]: unknown;
        };
        ImportPage: {
            data: components["schemas"]["Import"][];
            /** @description Pass it as `cursor` for the next page; null on the last. */
            next_cursor: string | null;
        };
        ImportErrorLine: {
            file: string;
            /** @description Counted from 1, without the header. */
            row: number;
            event_id?: string;
            errors: components["schemas"]["FieldProblem"][];
        };
        ImportPresetList: {
            data: components["schemas"]["ImportPreset"][];
        };
        ImportPreset: {
            name: string;
            title: string;
            description: string;
            files: {
                name: string;
                required: boolean;
                columns: string[];
            }[];
            mapping: components["schemas"]["ImportMapping"];
        };
        EventPage: {
            data: components["schemas"]["StoredEvent"][];
            /** @description Pass it as `cursor` for the next page; null on the last. */
            next_cursor: string | null;
        };
        /** @description An event with what the platform added. Personal members (`reason_text`, those in `data`) are shown by `GET /v1/events/{id}` only, to credentials with `personal:read`, until they are erased. */
        StoredEvent: {
            id: string;
            source: string;
            type: string;
            /** Format: date-time */
            occurred_at: string;
            delivery_id?: string;
            order_id?: string;
            client_id?: string;
            customer_id?: string;
            warehouse_id?: string;
            carrier_id?: string;
            driver_id?: string;
            vehicle_id?: string;
            route_id?: string;
            city?: string;
            region?: string;
            country?: string;
            postal_code?: string;
            zone?: string;
            location?: components["schemas"]["Location"];
            reason?: string;
            /** @description The sender's own words; personal. */
            reason_text?: string;
            corrects?: string;
            /** Format: date-time */
            received_hint?: string;
            data: {
                [key: string]: unknown;
            };
            derived: components["schemas"]["Derived"];
            /** Format: date-time */
            received_at: string;
            /** Format: date-time */
            stored_at: string;
            batch_id: string;
            schema_version: string;
            /** @description Where the event log holds it, and the row of the import it came from; more at `GET /v1/events/{id}/lineage`. */
            lineage: {
                topic: string;
                partition: number;
                offset: number;
                import: components["schemas"]["ImportOrigin"];
            };
        };
        /** @description What was derived from personal members before they were sealed. */
        Derived: {
            v: number;
            address?: {
                flags: string[];
            };
            text?: {
                topics: string[];
                sentiment: number;
            };
        } | null;
        /** @description The row of a file of an import; null for an event that came by itself. */
        ImportOrigin: {
            id: string;
            file: string | null;
            /** @description The first row is 1. */
            row: number | null;
        } | null;
        EventTypeList: {
            data: components["schemas"]["EventType"][];
            reasons: components["schemas"]["Reason"][];
        };
        EventType: {
            type: string;
            /** @enum {string} */
            domain: "order" | "fleet" | "warehouse" | "customer" | "external" | (string & {});
            topic: string;
            schema_version: string;
            description: string;
            /** @description Of each entry one member at least must be there; `area` is city, zone, postal_code, or location with data.radius_km. */
            required: string[][];
            /** @description Known members of `data`, in words; further ones are free. */
            data: {
                [key: string]: string;
            };
        };
        Reason: {
            code: string;
            family: string;
            description: string;
        };
        EventLineage: {
            source: string;
            id: string;
            type: string;
            /** Format: date-time */
            occurred_at: string;
            /** Format: date-time */
            received_at: string;
            /** Format: date-time */
            stored_at: string;
            schema_version: string;
            /** @description SHA-256 of the event's canonical JSON (RFC 8785). */
            content_hash: string;
            import: components["schemas"]["ImportOrigin"];
            log: components["schemas"]["LogPosition"];
            /** @description Where its whole lineage is. */
            url: string;
            delivery_id: string | null;
            /** @description What made it an event. */
            adapter: {
                /** @enum {string} */
                kind: "api" | "import" | (string & {});
                preset: string | null;
                /** @description SHA-256 of the import's mapping. */
                mapping_hash: string | null;
            };
            /** @description The request that brought it; read it at `GET /v1/ingest-batches/{id}`. */
            batch: {
                id: string;
                request_id: string | null;
                trace_id: string | null;
                /** @description The credential. */
                sent_by: string | null;
                /** Format: date-time */
                accepted_at: string | null;
            };
            corrects: string | null;
            corrected_by: string[];
            /** @description Items that its source and id have, or had, in quarantine. */
            quarantine: {
                id: string;
                /** @enum {string} */
                status: "open" | "closed" | (string & {});
                reason: string;
            }[];
            /** @description What was sent, put together again from what is stored, but for white space and order of members, instants in UTC, and a source or delivery_id that was filled in. Without `personal:read`, or once erased, personal members are missing. */
            raw: {
                /** @enum {string} */
                state: "readable" | "masked" | "erased" | (string & {});
                body: {
                    [key: string]: unknown;
                };
                /** @description Whether its content's hash is the one noted when it was taken; null where members are missing. */
                verified: boolean | null;
            };
        };
        /** @description A position of the event log. */
        LogPosition: {
            topic: string;
            partition: number;
            offset: number;
        };
        DeliveryLineage: {
            id: string;
            version: number;
            content_hash: string;
            caused_by: components["schemas"]["LogPosition"] & (Record<string, never> | null);
            /** Format: date-time */
            updated_at: string;
            /** @description What it was folded from, in order of time. */
            events: components["schemas"]["EventOrigin"][];
            /** @description Whether there are more events than are shown. */
            truncated: boolean;
        };
        EventOrigin: {
            source: string;
            id: string;
            type: string;
            /** Format: date-time */
            occurred_at: string;
            /** Format: date-time */
            received_at: string;
            /** Format: date-time */
            stored_at: string;
            schema_version: string;
            /** @description SHA-256 of the event's canonical JSON (RFC 8785). */
            content_hash: string;
            import: components["schemas"]["ImportOrigin"];
            log: components["schemas"]["LogPosition"];
            /** @description Where its whole lineage is. */
            url: string;
            batch_id: string;
        };
        FailureLineage: {
            id: string;
            version: number;
            content_hash: string;
            caused_by: components["schemas"]["LogPosition"] & (Record<string, never> | null);
            /** Format: date-time */
            updated_at: string;
            /** @description What it was folded from, in order of time. */
            events: components["schemas"]["EventOrigin"][];
            /** @description Whether there are more events than are shown. */
            truncated: boolean;
            delivery_id: string;
            model_version: string | null;
            evidence: {
                id: string;
                kind: string;
                stance: string;
                cause: string | null;
                version: number;
                events: components["schemas"]["EventOrigin"][];
            }[];
        };
        QualityReport: {
            /** Format: date-time */
            from: string;
            /** Format: date-time */
            to: string;
            /** Format: date-time */
            as_of: string;
            data: {
                source: string;
                /** @description Null: of no known type. */
                type: string | null;
                /** @description What the next five sum up to. */
                received: number;
                stored: number;
                duplicate: number;
                conflict: number;
                quarantined: number;
                rejected: number;
                /** @description Share that was neither rejected, in conflict, nor quarantined. */
                validity: number | null;
                /** @description Share that was no repeat. */
                uniqueness: number | null;
                /** @description Mean share of stored events that carry a member which any source of the type sends. */
                completeness: number | null;
                /** @description Members that some events lack, and the share that carries them, the rarest first. */
                missing: {
                    member: string;
                    share: number;
                }[];
                /** @description From happening to being received; estimated. */
                timeliness: {
                    p50_seconds: number;
                    p95_seconds: number;
                } | null;
            }[];
        };
        QualityAlertPage: {
            data: components["schemas"]["QualityAlert"][];
            /** @description Pass it as `cursor` for the next page; null on the last. */
            next_cursor: string | null;
        };
        QuarantineReplay: {
            id: string;
            /** @enum {string} */
            state: "queued" | "running" | "finished" | (string & {});
            filter: {
                [key: string]: string;
            };
            /** @description Open items that the filter took when the replay was made. */
            matched: number;
            /** @description Items gone through: the next three sum up to them. */
            done: number;
            /** @description Durable in the event log. */
            accepted: number;
            /** @description Still wrong: their items tell what is wrong now. */
            rejected: number;
            /** @description Not to be sent again as they are: conflicts, erased records, rows that were no events, sources that the credential may not write as. */
            skipped: number;
            by: string;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            started_at: string | null;
            /** Format: date-time */
            finished_at: string | null;
        };
        /** @description What picks the open items; at least one member. */
        QuarantineReplayCreate: {
            /** @enum {string} */
            stage?: "edge" | "store" | (string & {});
            reason?: string;
            /** @description As in a group: positions in arrays are `*`. */
            pointer?: string;
            source?: string;
            /** @description Empty for those whose type could not be read. */
            type?: string;
            event_id?: string;
            batch_id?: string;
            import_id?: string;
            /** @description Begin (inclusive) of the range: RFC 3339 with offset, `now`, or relative such as `-7d` (m, h, d, w). */
            from?: string;
            /** @description End (exclusive) of the range: RFC 3339 with offset, `now`, or relative such as `-7d` (m, h, d, w). */
            to?: string;
        };
        QuarantineReplayPage: {
            data: components["schemas"]["QuarantineReplay"][];
            /** @description Pass it as `cursor` for the next page; null on the last. */
            next_cursor: string | null;
        };
        QuarantinePage: {
            data: components["schemas"]["QuarantineItem"][];
            /** @description Pass it as `cursor` for the next page; null on the last. */
            next_cursor: string | null;
        };
        QuarantineItem: {
            id: string;
            /**
             * @description Refused by the API or an import (`edge`), or by the pipeline when it was to be stored.
             * @enum {string}
             */
            stage: "edge" | "store" | (string & {});
            /** @enum {string} */
            status: "open" | "closed" | (string & {});
            /** @description Code of the first error. */
            reason: string;
            /** @description JSON pointer to the place of the first error. */
            pointer: string;
            errors: components["schemas"]["FieldProblem"][];
            source: string;
            event_id: string;
            /** @description Null when it could not be read. */
            type: string | null;
            schema_version: string;
            /** @description The batch that it last came with. */
            batch_id: string;
            import_id: string | null;
            /** @description File and row of the import; the first row is 1. */
            import_place: {
                file: string;
                row: number;
            } | null;
            request_id: string;
            /** @description From the request's `traceparent`. */
            trace_id: string | null;
            /** @description How often it came. */
            seen: number;
            /** Format: date-time */
            first_seen_at: string;
            /** Format: date-time */
            last_seen_at: string;
            /**
             * Format: date-time
             * @description When it is deleted, unless it comes again.
             */
            expires_at: string;
            /** @description The last time that it was sent again from here. */
            resubmitted: {
                /** Format: date-time */
                at: string;
                by: string;
                batch_id: string;
            } | null;
            /** Format: date-time */
            closed_at: string | null;
            /** @description `corrected`: the sender sent it in order; `resubmitted`: sent again from here; `rejected`: given up. */
            resolution: {
                /** @enum {string} */
                kind: "corrected" | "resubmitted" | "rejected" | (string & {});
                by: string | null;
                reason: string | null;
                batch_id: string | null;
            } | null;
        };
        QuarantineGroupPage: {
            data: components["schemas"]["QuarantineGroup"][];
            /** @description Pass it as `cursor` for the next page; null on the last. */
            next_cursor: string | null;
        };
        QuarantineGroup: {
            source: string;
            /** @description Null when it could not be read. */
            type: string | null;
            /** @description Code of the first error. */
            reason: string;
            /** @description Positions in arrays are `*`. */
            pointer: string;
            items: number;
            /** @description How often they came, repeats counted. */
            seen: number;
            /** Format: date-time */
            first_seen_at: string;
            /** Format: date-time */
            last_seen_at: string;
            /** @description The newest of them. */
            sample: {
                id: string;
                event_id: string;
                errors: components["schemas"]["FieldProblem"][];
            };
        };
        QuarantineDetail: {
            id: string;
            /**
             * @description Refused by the API or an import (`edge`), or by the pipeline when it was to be stored.
             * @enum {string}
             */
            stage: "edge" | "store" | (string & {});
            /** @enum {string} */
            status: "open" | "closed" | (string & {});
            /** @description Code of the first error. */
            reason: string;
            /** @description JSON pointer to the place of the first error. */
            pointer: string;
            errors: components["schemas"]["FieldProblem"][];
            source: string;
            event_id: string;
            /** @description Null when it could not be read. */
            type: string | null;
            schema_version: string;
            /** @description The batch that it last came with. */
            batch_id: string;
            import_id: string | null;
            /** @description File and row of the import; the first row is 1. */
            import_place: {
                file: string;
                row: number;
            } | null;
            request_id: string;
            /** @description From the request's `traceparent`. */
            trace_id: string | null;
            /** @description How often it came. */
            seen: number;
            /** Format: date-time */
            first_seen_at: string;
            /** Format: date-time */
            last_seen_at: string;
            /**
             * Format: date-time
             * @description When it is deleted, unless it comes again.
             */
            expires_at: string;
            /** @description The last time that it was sent again from here. */
            resubmitted: {
                /** Format: date-time */
                at: string;
                by: string;
                batch_id: string;
            } | null;
            /** Format: date-time */
            closed_at: string | null;
            /** @description `corrected`: the sender sent it in order; `resubmitted`: sent again from here; `rejected`: given up. */
            resolution: {
                /** @enum {string} */
                kind: "corrected" | "resubmitted" | "rejected" | (string & {});
                by: string | null;
                reason: string | null;
                batch_id: string | null;
            } | null;
            /** @description What was sent. Without `personal:read` it is masked: of a record refused at the edge only its shape is shown. Erased with the person's data. */
            raw: {
                /** @enum {string} */
                state: "readable" | "masked" | "erased" | (string & {});
                body?: unknown;
            };
        };
        QuarantineResubmit: {
            /** @description The event as it should have been, under the same source and id; in place of a conflict a correction of it under a new id. Without it the raw body is sent again. */
            event?: {
                [key: string]: unknown;
            };
        };
        QuarantineReject: {
            reason: string;
        };
        DeliveryPage: {
            data: components["schemas"]["DeliverySummary"][];
            /** @description Pass it as `cursor` for the next page; null on the last. */
            next_cursor: string | null;
        };
        DeliverySummary: {
            id: string;
            version: number;
            /** @enum {string} */
            state: "created" | "in_warehouse" | "in_transit" | "out_for_delivery" | "delivered" | "failed" | "returned" | "cancelled" | "lost" | (string & {});
            refs: components["schemas"]["Refs"];
            /** Format: date-time */
            ordered_at: string | null;
            /** Format: date-time */
            promised_by: string | null;
            /** Format: date-time */
            delivered_at: string | null;
            outcome: string | null;
            attempts: number;
            failed_attempts: number;
            failure_ids: string[];
            stages: components["schemas"]["DeliveryStage"][];
            /** Format: date-time */
            first_event_at: string;
            /** Format: date-time */
            last_event_at: string;
            /** Format: date-time */
            updated_at: string;
        };
        DeliveryStage: {
            /** @enum {string} */
            name: "order_to_pick" | "pick" | "pack" | "dispatch" | "linehaul" | "hub" | "last_mile" | (string & {});
            /** Format: date-time */
            from: string;
            /** Format: date-time */
            to: string;
            minutes: number;
        };
        Delivery: {
            id: string;
            version: number;
            /** @enum {string} */
            state: "created" | "in_warehouse" | "in_transit" | "out_for_delivery" | "delivered" | "failed" | "returned" | "cancelled" | "lost" | (string & {});
            refs: components["schemas"]["Refs"];
            /** Format: date-time */
            ordered_at: string | null;
            /** Format: date-time */
            promised_by: string | null;
            /** Format: date-time */
            delivered_at: string | null;
            outcome: string | null;
            attempts: number;
            failed_attempts: number;
            failure_ids: string[];
            stages: components["schemas"]["DeliveryStage"][];
            /** Format: date-time */
            first_event_at: string;
            /** Format: date-time */
            last_event_at: string;
            /** Format: date-time */
            updated_at: string;
            timeline: components["schemas"]["TimelineEntry"][];
        };
        TimelineEntry: {
            /** Format: date-time */
            occurred_at: string;
            type: string;
            source: string;
            id: string;
            reason?: string;
            corrects?: string;
        };
        FailurePage: {
            data: components["schemas"]["FailureSummary"][];
            /** @description Pass it as `cursor` for the next page; null on the last. */
            next_cursor: string | null;
        };
        FailureSummary: {
            id: string;
            /** @enum {string} */
            status: "open" | "withdrawn" | (string & {});
            /** @enum {string} */
            kind: "attempt_failed" | "late" | "undeliverable" | "returned" | "lost" | "damaged" | "pickup_failed" | "cancelled_by_shipper" | (string & {});
            delivery_id: string;
            attempt: number | null;
            /** Format: date-time */
            occurred_at: string;
            refs: components["schemas"]["Refs"];
            /** @description What the sender said; null when no reason came. */
            recorded_reason: {
                /** @description `party.reason`. */
                code: string;
                source: string;
                corroborated: boolean;
            } | null;
            analysis: {
                /** @enum {string} */
                status: "provisional" | "final" | (string & {});
                primary: components["schemas"]["PrimaryCause"];
            } | null;
        };
        FailureGraph: {
            failure_id: string;
            nodes: components["schemas"]["GraphNode"][];
            edges: components["schemas"]["GraphEdge"][];
            /** @description More failures share the nodes than are shown. */
            truncated: boolean;
        };
        GraphNode: {
            /** @description `kind:id`. */
            id: string;
            /** @enum {string} */
            kind: "failure" | "order" | "client" | "customer" | "location" | "weather" | "traffic" | "condition" | "warehouse" | "carrier" | "driver" | "vehicle" | "route" | (string & {});
            label: string;
            attributes: {
                [key: string]: string | number | null;
            };
        };
        GraphEdge: {
            from: string;
            to: string;
            /** @enum {string} */
            type: "HAS_FAILURE" | "ORDERED_BY" | "SOLD_BY" | "DELIVERED_TO" | "SHIPPED_FROM" | "CARRIED_BY" | "ASSIGNED_TO" | "DRIVES" | "FOLLOWS" | "HAS_WEATHER" | "HAS_TRAFFIC" | "HAS_CONDITION" | "CAUSED_BY" | "CONTRADICTED_BY" | "OBSERVED_AT" | "INVOLVES" | (string & {});
            /** @description What the edge rests on; empty for references. */
            evidence: components["schemas"]["GraphEvidence"][];
        };
        GraphEvidence: {
            id: string;
            kind: string;
            /** @enum {string} */
            stance: "for" | "against" | "context" | (string & {});
            cause: string | null;
            log_lr: number;
            statement: string;
            events: {
                source: string;
                id: string;
            }[];
        };
        FeedbackCreate: {
            /**
             * @description A cause of the catalogue; null withdraws what was confirmed before.
             * @enum {string|null}
             */
            confirmed_cause: "recipient.absent" | "recipient.premises_closed" | "recipient.refused" | "recipient.moved" | "recipient.deceased" | "recipient.id_check_failed" | "recipient.payment_missing" | "recipient.requested_later" | "recipient.no_collection" | "recipient.unreachable" | "recipient.no_time_or_space" | "address.invalid" | "address.incomplete" | "address.inaccessible" | "address.out_of_area" | "carrier.missort" | "carrier.capacity" | "carrier.driver" | "carrier.missed_pickup" | "carrier.lost" | "carrier.stolen" | "carrier.wrong_recipient" | "carrier.service_limits" | "vehicle.breakdown" | "vehicle.accident" | "warehouse.delay" | "warehouse.capacity" | "warehouse.stockout" | "goods.damaged" | "goods.short" | "goods.wrong_item" | "goods.prohibited" | "goods.label_unreadable" | "shipper.not_ready" | "shipper.out_of_stock" | "shipper.docs_missing" | "shipper.pack_or_load_error" | "shipper.hold" | "shipper.cancelled" | "customs.hold" | "external.weather" | "external.traffic" | "external.road" | "external.civil" | "external.strike" | "external.holiday" | "unexplained" | null | (string & {});
            /** @description Who confirms it; the credential by default. */
            by?: string;
            /** @description Kept sealed, as personal data are. */
            note?: string;
        };
        Reanalysis: {
            failure_id: string;
            version: number;
            /** @enum {string} */
            status: "queued";
        };
        RecommendationPage: {
            data: components["schemas"]["Recommendation"][];
            /** @description Pass it as `cursor` for the next page; null on the last. */
            next_cursor: string | null;
        };
        RecommendationDecision: {
            /**
             * @description Open until somebody decides about it.
             * @enum {string}
             */
            status: "open" | "accepted" | "dismissed" | "done" | (string & {});
            /** @description Who decides; the credential by default. */
            by?: string;
        };
        ModelList: {
            data: components["schemas"]["Model"][];
        };
        Model: {
            id: string;
            /** @description As analyses name it. */
            version: string;
            /**
             * @description Active: in force. Candidate: fitted, does not do better than what is. Retired: was in force.
             * @enum {string}
             */
            status: "candidate" | "active" | "retired" | (string & {});
            /**
             * @description Why it was fitted; null for the experts' model.
             * @enum {string|null}
             */
            occasion: "schedule" | "feedback" | "request" | null | (string & {});
            metrics: components["schemas"]["ModelMetrics"];
            /** @description What was in force when it was fitted, on the same confirmed causes. */
            compared_with: {
                version: string;
                metrics: components["schemas"]["ModelMetrics"];
                /** @description Of the difference of both log losses: how far it may be chance. A model that saw a quarter more failures than what is in force need only not be worse by more than twice this. */
                standard_error: number | null;
            } | null;
            /** @description What it was fitted on, and how long that took. */
            trained_on: {
                failures: number;
                attempts: number;
                confirmed: number;
                /** Format: date-time */
                from: string | null;
                /** Format: date-time */
                to: string | null;
                seconds: number;
            } | null;
            /** @description `fit`, or the credential. */
            promoted_by: string | null;
            /** Format: date-time */
            created_at: string | null;
            /** Format: date-time */
            activated_at: string | null;
            /** Format: date-time */
            retired_at: string | null;
        };
        /** @description On confirmed causes of deliveries that were held out of the fit that is compared. */
        ModelMetrics: {
            /** @description Confirmed causes that it was held against. */
            confirmed: number;
            /** @description Mean negative natural logarithm of the probability given to the confirmed cause. */
            log_loss: number | null;
            /** @description Mean distance between stated confidence and share of right answers. */
            calibration_error: number | null;
            /** @description Share of confirmed causes that it ranked first. */
            top1: number | null;
        } | null;
        ModelFit: {
            /** @enum {string} */
            status: "queued";
            /** Format: date-time */
            requested_at: string;
        };
        EntityPage: {
            data: components["schemas"]["EntitySummary"][];
            /** @description Pass it as `cursor` for the next page; null on the last. */
            next_cursor: string | null;
        };
        EntitySummary: {
            /** @enum {string} */
            kind: "client" | "customer" | "driver" | "vehicle" | "warehouse" | "carrier" | (string & {});
            id: string;
            /** @description Null when nobody said one. A customer's name is personal: shown to credentials with `personal:read`, until it is erased. */
            name: string | null;
            city: string | null;
            /** @description The other members of `data`, personal ones left out. */
            attributes: {
                [key: string]: unknown;
            };
            /** Format: date-time */
            valid_from: string;
            /**
             * Format: date-time
             * @description When the next version began; null = still in force.
             */
            valid_to: string | null;
            source: string;
            /** @description The event that said it; with `source` it names one. */
            event_id: string;
        };
        Entity: {
            /** @enum {string} */
            kind: "client" | "customer" | "driver" | "vehicle" | "warehouse" | "carrier" | (string & {});
            id: string;
            /** @description Null when nobody said one. A customer's name is personal: shown to credentials with `personal:read`, until it is erased. */
            name: string | null;
            city: string | null;
            /** @description The other members of `data`, personal ones left out. */
            attributes: {
                [key: string]: unknown;
            };
            /** Format: date-time */
            valid_from: string;
            /**
             * Format: date-time
             * @description When the next version began; null = still in force.
             */
            valid_to: string | null;
            source: string;
            /** @description The event that said it; with `source` it names one. */
            event_id: string;
            /** @description The newest first, at most 100. */
            versions: components["schemas"]["EntityVersion"][];
        };
        EntityVersion: {
            /** @description Null when nobody said one. A customer's name is personal: shown to credentials with `personal:read`, until it is erased. */
            name: string | null;
            city: string | null;
            /** @description The other members of `data`, personal ones left out. */
            attributes: {
                [key: string]: unknown;
            };
            /** Format: date-time */
            valid_from: string;
            /**
             * Format: date-time
             * @description When the next version began; null = still in force.
             */
            valid_to: string | null;
            source: string;
            /** @description The event that said it; with `source` it names one. */
            event_id: string;
        };
        ApiKeyPage: {
            data: components["schemas"]["ApiKey"][];
            /** @description Pass it as `cursor` for the next page; null on the last. */
            next_cursor: string | null;
        };
        ApiKeyCreate: {
            name: string;
            /**
             * @description Give this or `scopes`.
             * @enum {string}
             */
            role?: "admin" | "operations_manager" | "fleet_manager" | "warehouse_manager" | "data_analyst" | "customer_service" | "service" | (string & {});
            scopes?: ("events:write" | "events:read" | "imports:write" | "imports:read" | "quarantine:read" | "quarantine:write" | "deliveries:read" | "failures:read" | "failures:write" | "recommendations:read" | "recommendations:write" | "models:read" | "models:write" | "entities:read" | "webhooks:read" | "webhooks:write" | "test-clock:write" | "tenant:read" | "tenant:write" | "api-keys:read" | "api-keys:write" | "audit:read" | "personal:read" | (string & {}))[];
            sources?: string[] | null;
            ip_allow?: string[] | null;
            /** Format: date-time */
            expires_at?: string | null;
        };
        WebhookEndpointPage: {
            data: components["schemas"]["WebhookEndpoint"][];
            /** @description Pass it as `cursor` for the next page; null on the last. */
            next_cursor: string | null;
        };
        WebhookEndpoint: {
            id: string;
            url: string;
            event_types: string[];
            description: string;
            enabled: boolean;
            disabled_reason: string | null;
            /** Format: date-time */
            created_at: string;
        };
        WebhookEndpointWithSecret: components["schemas"]["WebhookEndpoint"] & {
            /** @description Signing secret; shown here and nowhere else. */
            secret: string;
        };
        WebhookEndpointCreate: {
            /** Format: uri */
            url: string;
            event_types: ("failure.detected" | "failure.analyzed" | "failure.reanalyzed" | "failure.withdrawn" | "recommendation.created" | "import.finished" | "quality.alert" | (string & {}))[];
            /** @default  */
            description?: string;
            /** @default true */
            enabled?: boolean;
        };
        WebhookEndpointUpdate: {
            /** Format: uri */
            url?: string;
            event_types?: ("failure.detected" | "failure.analyzed" | "failure.reanalyzed" | "failure.withdrawn" | "recommendation.created" | "import.finished" | "quality.alert" | (string & {}))[];
            description?: string;
            enabled?: boolean;
        };
        TestClock: {
            /** Format: date-time */
            now: string;
        };
        TestClockAdvance: {
            /**
             * Format: date-time
             * @description The sandbox's new now; never earlier than the old one.
             */
            to: string;
        };
    };
    responses: never;
    parameters: {
        /** @description Makes it safe to send the request again: within 24 hours a repeat with the same key is answered as the first was, with `Idempotency-Replayed: true`. Use a new key for every request, such as a UUID, plain or as the draft writes it, in quotes. While the first is being worked on a repeat is 409; the same key with another body, path or query is 422. Answers of 429 and from 500 on are not kept. Keys are kept apart by credential and route. */
        IdempotencyKey: string;
    };
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export interface operations {
    getHealth: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"];
                };
            };
        };
    };
    getReadiness: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All dependencies answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Readiness"];
                };
            };
        };
    };
    listTenants: {
        parameters: {
            query?: {
                /** @description Items on a page. */
                limit?: number;
                /** @description `next_cursor` of the page before. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of tenants, without their sandboxes. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TenantPage"];
                };
            };
        };
    };
    createTenant: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes it safe to send the request again: within 24 hours a repeat with the same key is answered as the first was, with `Idempotency-Replayed: true`. Use a new key for every request, such as a UUID, plain or as the draft writes it, in quotes. While the first is being worked on a repeat is 409; the same key with another body, path or query is 422. Answers of 429 and from 500 on are not kept. Keys are kept apart by credential and route. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TenantCreate"];
            };
        };
        responses: {
            /** @description The tenant; its keys' secrets are shown this once. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TenantCreated"];
                };
            };
        };
    };
    changeTenant: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TenantChange"];
            };
        };
        responses: {
            /** @description The tenant as it is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Tenant"];
                };
            };
        };
    };
    listJobs: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The jobs. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobList"];
                };
            };
        };
    };
    listJobRuns: {
        parameters: {
            query?: {
                /** @description Items on a page. */
                limit?: number;
                /** @description `next_cursor` of the page before. */
                cursor?: string;
                state?: "running" | "succeeded" | "retrying" | "failed" | "lost";
            };
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of attempts. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobRunPage"];
                };
            };
        };
    };
    getLag: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Each group that reads the log, with its partitions. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LagReport"];
                };
            };
        };
    };
    listEvents: {
        parameters: {
            query?: {
                /** @description Items on a page. */
                limit?: number;
                /** @description `next_cursor` of the page before. */
                cursor?: string;
                /** @description Begin (inclusive) of the range: RFC 3339 with offset, `now`, or relative such as `-7d` (m, h, d, w). */
                from?: string;
                /** @description End (exclusive) of the range: RFC 3339 with offset, `now`, or relative such as `-7d` (m, h, d, w). */
                to?: string;
                type?: string;
                source?: string;
                id?: string;
                delivery_id?: string;
                order_id?: string;
                client_id?: string;
                customer_id?: string;
                warehouse_id?: string;
                carrier_id?: string;
                driver_id?: string;
                vehicle_id?: string;
                route_id?: string;
                city?: string;
                region?: string;
                country?: string;
                postal_code?: string;
                zone?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of events. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EventPage"];
                };
            };
        };
    };
    sendEvents: {
        parameters: {
            query?: {
                /** @description Answer once the events are stored, after 5 s at the latest. */
                wait?: "stored";
                /** @description List the accepted records too. */
                results?: "all";
            };
            header?: {
                /** @description Makes it safe to send the request again: within 24 hours a repeat with the same key is answered as the first was, with `Idempotency-Replayed: true`. Use a new key for every request, such as a UUID, plain or as the draft writes it, in quotes. While the first is being worked on a repeat is 409; the same key with another body, path or query is 422. Answers of 429 and from 500 on are not kept. Keys are kept apart by credential and route. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Event"] | components["schemas"]["Event"][];
                "application/x-ndjson": string;
            };
        };
        responses: {
            /** @description Accepted records are durable. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IngestAnswer"];
                };
            };
        };
    };
    getIngestBatch: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The batch. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IngestBatch"];
                };
            };
        };
    };
    listImports: {
        parameters: {
            query?: {
                /** @description Items on a page. */
                limit?: number;
                /** @description `next_cursor` of the page before. */
                cursor?: string;
                state?: "created" | "queued" | "running" | "settling" | "finished" | "failed" | "cancelled";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of imports. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImportPage"];
                };
            };
        };
    };
    createImport: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes it safe to send the request again: within 24 hours a repeat with the same key is answered as the first was, with `Idempotency-Replayed: true`. Use a new key for every request, such as a UUID, plain or as the draft writes it, in quotes. While the first is being worked on a repeat is 409; the same key with another body, path or query is 422. Answers of 429 and from 500 on are not kept. Keys are kept apart by credential and route. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ImportCreate"];
            };
        };
        responses: {
            /** @description The import. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Import"];
                };
            };
        };
    };
    getImport: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The import. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Import"];
                };
            };
        };
    };
    cancelImport: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is cancelled. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    putImportFile: {
        parameters: {
            query?: never;
            header?: {
                /** @description `bytes a-b/total`: the body is that part, and begins where the bytes held end. `bytes *\/total` with no body asks how many are held. Absent: the body is the whole file, and replaces what is held. */
                "content-range"?: string;
                /** @description `gzip`: kept as sent, and inflated when it is read; so is a file named `.gz`. */
                "content-encoding"?: "gzip" | "identity";
            };
            path: {
                id: string;
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/octet-stream": string;
                "text/csv": string;
                "application/x-ndjson": string;
            };
        };
        responses: {
            /** @description The file as far as it is held; what it says is durable. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImportFile"];
                };
            };
        };
    };
    startImport: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes it safe to send the request again: within 24 hours a repeat with the same key is answered as the first was, with `Idempotency-Replayed: true`. Use a new key for every request, such as a UUID, plain or as the draft writes it, in quotes. While the first is being worked on a repeat is 409; the same key with another body, path or query is 422. Answers of 429 and from 500 on are not kept. Keys are kept apart by credential and route. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is queued; follow it by reading it, or by the webhook `import.finished`. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Import"];
                };
            };
        };
    };
    listImportErrors: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The lines, in the order of reading. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/x-ndjson": components["schemas"]["ImportErrorLine"];
                };
            };
        };
    };
    listImportPresets: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The presets, with their mappings. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImportPresetList"];
                };
            };
        };
    };
    getEvent: {
        parameters: {
            query?: {
                /** @description Needed only when several sources hold the id. */
                source?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The event. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StoredEvent"];
                };
            };
        };
    };
    listEventTypes: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The catalogue. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EventTypeList"];
                };
            };
        };
    };
    getEventLineage: {
        parameters: {
            query?: {
                /** @description Needed only when several sources hold the id. */
                source?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Its lineage. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EventLineage"];
                };
            };
        };
    };
    getDeliveryLineage: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Its lineage. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeliveryLineage"];
                };
            };
        };
    };
    getFailureLineage: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Its lineage. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FailureLineage"];
                };
            };
        };
    };
    getQuality: {
        parameters: {
            query?: {
                /** @description Begin (inclusive) of the range: RFC 3339 with offset, `now`, or relative such as `-7d` (m, h, d, w). */
                from?: string;
                /** @description End (exclusive) of the range: RFC 3339 with offset, `now`, or relative such as `-7d` (m, h, d, w). */
                to?: string;
                source?: string;
                type?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description By source and type, the most frequent first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["QualityReport"];
                };
            };
        };
    };
    listQualityAlerts: {
        parameters: {
            query?: {
                /** @description Items on a page. */
                limit?: number;
                /** @description `next_cursor` of the page before. */
                cursor?: string;
                state?: "open" | "resolved";
                source?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of alerts. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["QualityAlertPage"];
                };
            };
        };
    };
    getQualityAlert: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The alert. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["QualityAlert"];
                };
            };
        };
    };
    replayQuarantine: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes it safe to send the request again: within 24 hours a repeat with the same key is answered as the first was, with `Idempotency-Replayed: true`. Use a new key for every request, such as a UUID, plain or as the draft writes it, in quotes. While the first is being worked on a repeat is 409; the same key with another body, path or query is 422. Answers of 429 and from 500 on are not kept. Keys are kept apart by credential and route. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["QuarantineReplayCreate"];
            };
        };
        responses: {
            /** @description It is queued. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["QuarantineReplay"];
                };
            };
        };
    };
    listQuarantineReplays: {
        parameters: {
            query?: {
                /** @description Items on a page. */
                limit?: number;
                /** @description `next_cursor` of the page before. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of replays. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["QuarantineReplayPage"];
                };
            };
        };
    };
    getQuarantineReplay: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The replay. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["QuarantineReplay"];
                };
            };
        };
    };
    listQuarantine: {
        parameters: {
            query?: {
                /** @description Items on a page. */
                limit?: number;
                /** @description `next_cursor` of the page before. */
                cursor?: string;
                /** @description Begin (inclusive) of the range: RFC 3339 with offset, `now`, or relative such as `-7d` (m, h, d, w). */
                from?: string;
                /** @description End (exclusive) of the range: RFC 3339 with offset, `now`, or relative such as `-7d` (m, h, d, w). */
                to?: string;
                status?: "open" | "closed";
                stage?: "edge" | "store";
                reason?: string;
                /** @description As in a group: positions in arrays are `*`. */
                pointer?: string;
                source?: string;
                /** @description Empty for those whose type could not be read. */
                type?: string;
                event_id?: string;
                batch_id?: string;
                import_id?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of items. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["QuarantinePage"];
                };
            };
        };
    };
    listQuarantineGroups: {
        parameters: {
            query?: {
                /** @description Items on a page. */
                limit?: number;
                /** @description `next_cursor` of the page before. */
                cursor?: string;
                /** @description Begin (inclusive) of the range: RFC 3339 with offset, `now`, or relative such as `-7d` (m, h, d, w). */
                from?: string;
                /** @description End (exclusive) of the range: RFC 3339 with offset, `now`, or relative such as `-7d` (m, h, d, w). */
                to?: string;
                status?: "open" | "closed";
                stage?: "edge" | "store";
                reason?: string;
                /** @description As in a group: positions in arrays are `*`. */
                pointer?: string;
                source?: string;
                /** @description Empty for those whose type could not be read. */
                type?: string;
                event_id?: string;
                batch_id?: string;
                import_id?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of groups. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["QuarantineGroupPage"];
                };
            };
        };
    };
    getQuarantine: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The item. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["QuarantineDetail"];
                };
            };
        };
    };
    resubmitQuarantine: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes it safe to send the request again: within 24 hours a repeat with the same key is answered as the first was, with `Idempotency-Replayed: true`. Use a new key for every request, such as a UUID, plain or as the draft writes it, in quotes. While the first is being worked on a repeat is 409; the same key with another body, path or query is 422. Answers of 429 and from 500 on are not kept. Keys are kept apart by credential and route. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["QuarantineResubmit"];
            };
        };
        responses: {
            /** @description The event is durable in the event log. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["QuarantineItem"];
                };
            };
        };
    };
    rejectQuarantine: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes it safe to send the request again: within 24 hours a repeat with the same key is answered as the first was, with `Idempotency-Replayed: true`. Use a new key for every request, such as a UUID, plain or as the draft writes it, in quotes. While the first is being worked on a repeat is 409; the same key with another body, path or query is 422. Answers of 429 and from 500 on are not kept. Keys are kept apart by credential and route. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["QuarantineReject"];
            };
        };
        responses: {
            /** @description The item as it is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["QuarantineItem"];
                };
            };
        };
    };
    listDeliveries: {
        parameters: {
            query?: {
                /** @description Items on a page. */
                limit?: number;
                /** @description `next_cursor` of the page before. */
                cursor?: string;
                /** @description Begin (inclusive) of the range: RFC 3339 with offset, `now`, or relative such as `-7d` (m, h, d, w). */
                from?: string;
                /** @description End (exclusive) of the range: RFC 3339 with offset, `now`, or relative such as `-7d` (m, h, d, w). */
                to?: string;
                state?: "created" | "in_warehouse" | "in_transit" | "out_for_delivery" | "delivered" | "failed" | "returned" | "cancelled" | "lost";
                delivery_id?: string;
                order_id?: string;
                client_id?: string;
                customer_id?: string;
                warehouse_id?: string;
                carrier_id?: string;
                driver_id?: string;
                vehicle_id?: string;
                route_id?: string;
                city?: string;
                region?: string;
                country?: string;
                postal_code?: string;
                zone?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of deliveries. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeliveryPage"];
                };
            };
        };
    };
    getDelivery: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The delivery. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Delivery"];
                };
            };
        };
    };
    listFailures: {
        parameters: {
            query?: {
                /** @description Items on a page. */
                limit?: number;
                /** @description `next_cursor` of the page before. */
                cursor?: string;
                /** @description Begin (inclusive) of the range: RFC 3339 with offset, `now`, or relative such as `-7d` (m, h, d, w). */
                from?: string;
                /** @description End (exclusive) of the range: RFC 3339 with offset, `now`, or relative such as `-7d` (m, h, d, w). */
                to?: string;
                status?: "open" | "withdrawn";
                kind?: "attempt_failed" | "late" | "undeliverable" | "returned" | "lost" | "damaged" | "pickup_failed" | "cancelled_by_shipper";
                cause?: string;
                family?: string;
                confidence_min?: number;
                delivery_id?: string;
                order_id?: string;
                client_id?: string;
                customer_id?: string;
                warehouse_id?: string;
                carrier_id?: string;
                driver_id?: string;
                vehicle_id?: string;
                route_id?: string;
                city?: string;
                region?: string;
                country?: string;
                postal_code?: string;
                zone?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of failures. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FailurePage"];
                };
            };
        };
    };
    getFailure: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The failure. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Failure"];
                };
            };
        };
    };
    getFailureGraph: {
        parameters: {
            query?: {
                /** @description Kinds of nodes, separated by commas, whose other failures are shown: warehouse, driver, vehicle, route, location, weather, traffic, condition. */
                across?: string;
                /** @description Other failures within so many hours before or after. */
                hours?: number;
                /** @description Other failures at most. */
                limit?: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The graph. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FailureGraph"];
                };
            };
        };
    };
    giveFeedback: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes it safe to send the request again: within 24 hours a repeat with the same key is answered as the first was, with `Idempotency-Replayed: true`. Use a new key for every request, such as a UUID, plain or as the draft writes it, in quotes. While the first is being worked on a repeat is 409; the same key with another body, path or query is 422. Answers of 429 and from 500 on are not kept. Keys are kept apart by credential and route. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FeedbackCreate"];
            };
        };
        responses: {
            /** @description What stands confirmed now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FailureFeedback"];
                };
            };
        };
    };
    reanalyzeFailure: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes it safe to send the request again: within 24 hours a repeat with the same key is answered as the first was, with `Idempotency-Replayed: true`. Use a new key for every request, such as a UUID, plain or as the draft writes it, in quotes. While the first is being worked on a repeat is 409; the same key with another body, path or query is 422. Answers of 429 and from 500 on are not kept. Keys are kept apart by credential and route. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is queued; a new version follows within seconds if the answer differs. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Reanalysis"];
                };
            };
        };
    };
    listRecommendations: {
        parameters: {
            query?: {
                /** @description Items on a page. */
                limit?: number;
                /** @description `next_cursor` of the page before. */
                cursor?: string;
                /** @description Open until somebody decides about it. */
                status?: "open" | "accepted" | "dismissed" | "done";
                owner_role?: string;
                playbook?: string;
                entity_kind?: string;
                entity_id?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of recommendations. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RecommendationPage"];
                };
            };
        };
    };
    getRecommendation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The recommendation. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Recommendation"];
                };
            };
        };
    };
    decideRecommendation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RecommendationDecision"];
            };
        };
        responses: {
            /** @description The recommendation as it is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Recommendation"];
                };
            };
        };
    };
    listModels: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The models. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ModelList"];
                };
            };
        };
    };
    requestModelFit: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes it safe to send the request again: within 24 hours a repeat with the same key is answered as the first was, with `Idempotency-Replayed: true`. Use a new key for every request, such as a UUID, plain or as the draft writes it, in quotes. While the first is being worked on a repeat is 409; the same key with another body, path or query is 422. Answers of 429 and from 500 on are not kept. Keys are kept apart by credential and route. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is queued; the list shows it within a minute. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ModelFit"];
                };
            };
        };
    };
    getModelInfo: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                model_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The model. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Model"];
                };
            };
        };
    };
    promoteModel: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes it safe to send the request again: within 24 hours a repeat with the same key is answered as the first was, with `Idempotency-Replayed: true`. Use a new key for every request, such as a UUID, plain or as the draft writes it, in quotes. While the first is being worked on a repeat is 409; the same key with another body, path or query is 422. Answers of 429 and from 500 on are not kept. Keys are kept apart by credential and route. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                model_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The model, in force. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Model"];
                };
            };
        };
    };
    listEntities: {
        parameters: {
            query?: {
                /** @description Items on a page. */
                limit?: number;
                /** @description `next_cursor` of the page before. */
                cursor?: string;
                kind?: "client" | "customer" | "driver" | "vehicle" | "warehouse" | "carrier";
                /** @description Any part of the name in force, or the beginning of the id, whatever the case: all entities that share a name are found. Names of customers are sealed and cannot be searched; their ids can. */
                q?: string;
                /** @description Exactly this city. */
                city?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of entities by kind and id. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EntityPage"];
                };
            };
        };
    };
    getEntity: {
        parameters: {
            query?: {
                /** @description Answer the version that was in force then: RFC 3339 with offset, `now`, or relative such as `-7d` (m, h, d, w). */
                at?: string;
            };
            header?: never;
            path: {
                kind: "client" | "customer" | "driver" | "vehicle" | "warehouse" | "carrier";
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The entity. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Entity"];
                };
            };
        };
    };
    listApiKeys: {
        parameters: {
            query?: {
                /** @description Items on a page. */
                limit?: number;
                /** @description `next_cursor` of the page before. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of keys, the newest first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiKeyPage"];
                };
            };
        };
    };
    createApiKey: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes it safe to send the request again: within 24 hours a repeat with the same key is answered as the first was, with `Idempotency-Replayed: true`. Use a new key for every request, such as a UUID, plain or as the draft writes it, in quotes. While the first is being worked on a repeat is 409; the same key with another body, path or query is 422. Answers of 429 and from 500 on are not kept. Keys are kept apart by credential and route. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ApiKeyCreate"];
            };
        };
        responses: {
            /** @description The key; its secret is shown this once. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiKeyWithSecret"];
                };
            };
        };
    };
    revokeApiKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It opens nothing any more. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    listWebhookEndpoints: {
        parameters: {
            query?: {
                /** @description Items on a page. */
                limit?: number;
                /** @description `next_cursor` of the page before. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of endpoints. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookEndpointPage"];
                };
            };
        };
    };
    createWebhookEndpoint: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes it safe to send the request again: within 24 hours a repeat with the same key is answered as the first was, with `Idempotency-Replayed: true`. Use a new key for every request, such as a UUID, plain or as the draft writes it, in quotes. While the first is being worked on a repeat is 409; the same key with another body, path or query is 422. Answers of 429 and from 500 on are not kept. Keys are kept apart by credential and route. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WebhookEndpointCreate"];
            };
        };
        responses: {
            /** @description The endpoint; its signing secret is shown here and by rotation only. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookEndpointWithSecret"];
                };
            };
        };
    };
    getWebhookEndpoint: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The endpoint. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookEndpoint"];
                };
            };
        };
    };
    deleteWebhookEndpoint: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is gone. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    updateWebhookEndpoint: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WebhookEndpointUpdate"];
            };
        };
        responses: {
            /** @description The endpoint as it is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookEndpoint"];
                };
            };
        };
    };
    rotateWebhookEndpointSecret: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes it safe to send the request again: within 24 hours a repeat with the same key is answered as the first was, with `Idempotency-Replayed: true`. Use a new key for every request, such as a UUID, plain or as the draft writes it, in quotes. While the first is being worked on a repeat is 409; the same key with another body, path or query is 422. Answers of 429 and from 500 on are not kept. Keys are kept apart by credential and route. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The endpoint with its new secret. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookEndpointWithSecret"];
                };
            };
        };
    };
    advanceTestClock: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes it safe to send the request again: within 24 hours a repeat with the same key is answered as the first was, with `Idempotency-Replayed: true`. Use a new key for every request, such as a UUID, plain or as the draft writes it, in quotes. While the first is being worked on a repeat is 409; the same key with another body, path or query is 422. Answers of 429 and from 500 on are not kept. Keys are kept apart by credential and route. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TestClockAdvance"];
            };
        };
        responses: {
            /** @description The clock as it stands; it never goes back. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TestClock"];
                };
            };
        };
    };
    failureDetected: {
        parameters: {
            query?: never;
            header: {
                /** @description The message's id: the same on every attempt. */
                "webhook-id": string;
                /** @description Unix seconds of this attempt. */
                "webhook-timestamp": string;
                /** @description Standard Webhooks 1.0: `v1,` and HMAC-SHA-256. */
                "webhook-signature": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    type: "failure.detected";
                    /** Format: date-time */
                    timestamp: string;
                    data: components["schemas"]["Failure"];
                };
            };
        };
        responses: {
            /** @description Any 2xx says that it was taken; anything else has it sent again. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    failureAnalyzed: {
        parameters: {
            query?: never;
            header: {
                /** @description The message's id: the same on every attempt. */
                "webhook-id": string;
                /** @description Unix seconds of this attempt. */
                "webhook-timestamp": string;
                /** @description Standard Webhooks 1.0: `v1,` and HMAC-SHA-256. */
                "webhook-signature": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    type: "failure.analyzed";
                    /** Format: date-time */
                    timestamp: string;
                    data: components["schemas"]["Failure"];
                };
            };
        };
        responses: {
            /** @description Any 2xx says that it was taken; anything else has it sent again. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    failureReanalyzed: {
        parameters: {
            query?: never;
            header: {
                /** @description The message's id: the same on every attempt. */
                "webhook-id": string;
                /** @description Unix seconds of this attempt. */
                "webhook-timestamp": string;
                /** @description Standard Webhooks 1.0: `v1,` and HMAC-SHA-256. */
                "webhook-signature": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    type: "failure.reanalyzed";
                    /** Format: date-time */
                    timestamp: string;
                    data: components["schemas"]["Failure"];
                };
            };
        };
        responses: {
            /** @description Any 2xx says that it was taken; anything else has it sent again. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    failureWithdrawn: {
        parameters: {
            query?: never;
            header: {
                /** @description The message's id: the same on every attempt. */
                "webhook-id": string;
                /** @description Unix seconds of this attempt. */
                "webhook-timestamp": string;
                /** @description Standard Webhooks 1.0: `v1,` and HMAC-SHA-256. */
                "webhook-signature": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    type: "failure.withdrawn";
                    /** Format: date-time */
                    timestamp: string;
                    data: components["schemas"]["Failure"];
                };
            };
        };
        responses: {
            /** @description Any 2xx says that it was taken; anything else has it sent again. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    recommendationCreated: {
        parameters: {
            query?: never;
            header: {
                /** @description The message's id: the same on every attempt. */
                "webhook-id": string;
                /** @description Unix seconds of this attempt. */
                "webhook-timestamp": string;
                /** @description Standard Webhooks 1.0: `v1,` and HMAC-SHA-256. */
                "webhook-signature": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    type: "recommendation.created";
                    /** Format: date-time */
                    timestamp: string;
                    data: components["schemas"]["Recommendation"];
                };
            };
        };
        responses: {
            /** @description Any 2xx says that it was taken; anything else has it sent again. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    importFinished: {
        parameters: {
            query?: never;
            header: {
                /** @description The message's id: the same on every attempt. */
                "webhook-id": string;
                /** @description Unix seconds of this attempt. */
                "webhook-timestamp": string;
                /** @description Standard Webhooks 1.0: `v1,` and HMAC-SHA-256. */
                "webhook-signature": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    type: "import.finished";
                    /** Format: date-time */
                    timestamp: string;
                    data: components["schemas"]["Import"];
                };
            };
        };
        responses: {
            /** @description Any 2xx says that it was taken; anything else has it sent again. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    qualityAlert: {
        parameters: {
            query?: never;
            header: {
                /** @description The message's id: the same on every attempt. */
                "webhook-id": string;
                /** @description Unix seconds of this attempt. */
                "webhook-timestamp": string;
                /** @description Standard Webhooks 1.0: `v1,` and HMAC-SHA-256. */
                "webhook-signature": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    type: "quality.alert";
                    /** Format: date-time */
                    timestamp: string;
                    data: components["schemas"]["QualityAlert"];
                };
            };
        };
        responses: {
            /** @description Any 2xx says that it was taken; anything else has it sent again. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
}
