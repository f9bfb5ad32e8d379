/** What an answer to PUT /outbox/{id} means. Pure: the whole promise 'nothing is lost' stands or falls here. */

export interface Answer {
  /** `Response.type`; redirects are not followed, so they show as 'opaqueredirect'. */
  type: string;
  status: number;
  /** The parsed body, or null when it was not JSON. */
  body: unknown;
}

/** done, filed: the server has it. attention: it never will, go on. signin, retry: keep it and stop the run. */
export type Verdict =
  | { kind: 'done' }
  | { kind: 'filed'; problem: string | null }
  | { kind: 'attention'; problem: string }
  | { kind: 'signin' }
  | { kind: 'retry' };

const NEVER_FITS = new Set([409, 410, 413, 422]);

function field(body: unknown, name: string): string | null {
  const value = typeof body === 'object' && body !== null ? (body as Record<string, unknown>)[name] : undefined;
  return typeof value === 'string' ? value : null;
}

/**
 * Success is only our own JSON with the same id: a hotel's Wi-Fi answers 200 with a page of its own.
 * Anything not in the list keeps the item.
 */
export function judge(answer: Answer, id: string): Verdict {
  const { type, status, body } = answer;
  if (type === 'opaqueredirect' || status === 401 || status === 403) return { kind: 'signin' };
  if (status === 200 || status === 201) {
    if (field(body, 'id') !== id) return { kind: 'retry' };
    return field(body, 'state') === 'attention' ? { kind: 'filed', problem: field(body, 'problem') } : { kind: 'done' };
  }
  const problem = field(body, 'error');
  // A 400 is only believed when it is ours; a proxy's 400 says nothing about this item.
  if (NEVER_FITS.has(status) || (status === 400 && problem)) return { kind: 'attention', problem: problem ?? `${status}` };
  return { kind: 'retry' };
}
