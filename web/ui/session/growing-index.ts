/** A list of unsigned numbers that grows at the end and shrinks at the start, without a copy of itself per step. */
export class GrowingIndex {
  private values = new Uint32Array(1024);
  private start = 0;
  private end = 0;

  /** Numbers in the list. */
  get length(): number {
    return this.end - this.start;
  }

  /** The number at a place. */
  at(place: number): number {
    return this.values[this.start + place] ?? 0;
  }

  /** Puts a number at the end. */
  push(value: number): void {
    if (this.end === this.values.length) this.makeRoom();
    this.values[this.end++] = value;
  }

  /** Drops every number below `limit` from the start of an ascending list. */
  dropBelow(limit: number): void {
    while (this.start < this.end && (this.values[this.start] ?? 0) < limit) this.start++;
  }

  /** Drops every number from `limit` on from the end of an ascending list. */
  dropFrom(limit: number): void {
    while (this.end > this.start && (this.values[this.end - 1] ?? 0) >= limit) this.end--;
  }

  /** Forgets everything. */
  clear(): void {
    this.start = 0;
    this.end = 0;
  }

  private makeRoom(): void {
    const kept = this.values.subarray(this.start, this.end);
    const larger = new Uint32Array(Math.max(1024, kept.length * 2));
    larger.set(kept);
    this.values = larger;
    this.end = kept.length;
    this.start = 0;
  }
}
