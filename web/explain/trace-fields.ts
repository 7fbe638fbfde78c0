import type { TraceRecord } from '../core/layout.gen';

/** The fields of one trace record; a view of the core's memory (`TraceRecord`) has them, and so may a plain object. */
export type TraceFields = Omit<TraceRecord, 'memory' | 'at'>;

/** Bit 0 of a record's flags: the fields from `rule` on say why something was refused. */
export const HAS_REASON = 1;
/** Bit 1 of a record's flags: part of the last record without this bit. */
export const IS_PART = 2;
