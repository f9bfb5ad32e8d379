/** Who writes on this phone and with which key to seal: the row `config`, read by page and worker. */

export interface Identity {
  person: string;
  language: string;
  seal: { kid: string; key: string };
  push_key: string | null;
  /** Signed out with sealed rows left behind: those may still go, nothing may be written. */
  gone?: boolean;
}
