/** A success with another status than 200, or with headers of its own. */
export class Reply<T> {
  constructor(
    readonly data: T,
    readonly status: number,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {}
}

export const created = <T>(data: T, location?: string) => new Reply(data, 201, location ? { location } : {});
export const accepted = <T>(data: T, location: string) => new Reply(data, 202, { location });
