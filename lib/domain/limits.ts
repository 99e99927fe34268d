/**
 * Most instance ids one batch call may carry; the service refuses more with DMS.00400100. (OTC API reference, error codes, read 2026-04.)
 */
export const maxIdsPerBatch = 50;
