/**
 * What a phone can be asked, one JSON object a line; `n` comes back with the answer. A page that is named and not open
 * is opened. Not asked for: `{"event":"said"}` when a phone shows another state of an item, since `at`, `{"event":"kept"}` the moment
 * a writer reads 'op deze telefoon', `{"event":"refused"}` and
 * `{"event":"given_up"}` when nobody listened to a request, or it took longer than its patience.
 */

import { Phone, type Site, type Tell } from './phone';
import type { Tap } from './page';
import { update } from './update';

type Asked = { n: number; do: string; phone: string; tab: string } & Record<string, unknown>;
type Answer = Record<string, unknown> | void;

const DEEDS: Record<string, (phone: Phone, asked: Asked) => Promise<Answer> | Answer> = {
  sign_in: (phone, asked) => phone.signIn(asked.boot, (asked.cookies ?? {}) as Record<string, string>),
  sign_out: (phone) => phone.signOut(),
  open: (phone, { tab }) => void (tab === 'sw' ? phone.awake() : phone.open(tab)),
  close: (phone, asked) => phone.close(asked.tab, asked.leave_request === true),
  who: (phone, { tab }) => ({ person: phone.page(tab).person }),
  save: (phone, asked) => {
    const { tab, person, hands } = phone.page(asked.tab);
    if (asked.person && person && asked.person !== person) throw new Error('the page of somebody else');
    return tab.orClosed(hands.save(asked as Tap));
  },
  kick: (phone, { tab, force }) => (tab === 'sw' ? phone.awake().sync() : phone.page(tab).hands.kick(force === true)),
  clock: (phone, asked) => void (phone.offset = Number(asked.offset_ms)),
  hold: (phone, asked) => void (phone.holds = asked.on === true),
  update: (phone, asked) => update(phone, Number(asked.version), asked.tab),
  caches: (phone) => ({ caches: phone.caches.names }),
  push: (phone, asked) => phone.awake().push(String(asked.text)),
  items: async (phone) => ({ items: await phone.items() }),
  shown: (phone) => ({ alerts: phone.alerts }),
};

/** @param say writes one line */
export function listener(site: Site, say: (line: object) => void): (line: string) => Promise<void> {
  const phones = new Map<string, Phone>();
  const make = ({ phone: name, base, version }: Asked): void => {
    const tell: Tell = (event, about) => say({ event, phone: name, ...about });
    phones.set(name, new Phone(String(base), Number(version ?? 1), site, tell));
  };
  const obey = (asked: Asked): Promise<Answer> | Answer => {
    if (asked.do === 'phone') return make(asked);
    const phone = phones.get(asked.phone);
    const deed = DEEDS[asked.do];
    if (!phone || !deed) throw new Error(`no ${phone ? asked.do : 'such phone'}`);
    return deed(phone, asked);
  };
  return async (line) => {
    const asked = JSON.parse(line) as Asked;
    try {
      say({ n: asked.n, ok: true, ...(await obey(asked)) });
    } catch (error) {
      say({ n: asked.n, ok: false, error: (error as Error).message });
    }
  };
}
