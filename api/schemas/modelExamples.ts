/** A model that took the place of the experts'. */
export const MODEL_EXAMPLE = {
  id: "mdl_01kagz6v3m8q2x4n7c5b9d1e0f",
  version: "attr-12",
  status: "active" as const,
  occasion: "feedback" as const,
  metrics: { confirmed: 61, log_loss: 0.58, calibration_error: 0.04, top1: 0.84 },
  compared_with: {
    version: "attr-11",
    metrics: { confirmed: 61, log_loss: 0.64, calibration_error: 0.05, top1: 0.8 },
    standard_error: 0.025,
  },
  trained_on: {
    failures: 3692,
    attempts: 21480,
    confirmed: 244,
    from: "2026-09-03T03:26:16.000Z",
    to: "2026-11-02T11:04:00.000Z",
    seconds: 4.2,
  },
  promoted_by: "fit",
  created_at: "2026-11-20T17:10:04.000Z",
  activated_at: "2026-11-20T17:10:04.000Z",
  retired_at: null,
};
