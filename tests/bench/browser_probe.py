"""What is measured inside the page: from a finger that leaves the glass to words on the screen. It changes nothing."""

# Both ends are the browser's own clock. A frame is on its way to the glass when the first task after it runs. What is
# new is only noted before the frame; whether a person sees it is asked after the clock was read, for the answer takes
# the slowed thread longer than showing it does. Words that are out of sight then fail the run.
PROBE = """(() => {
  const probe = {usable: null, kept: []}, said = new Set(['']);
  const PLACES = '[data-kept] [data-state-words], [data-saved] > .card [data-bead=here].done';
  const about = (words) => words.closest('[data-items]').dataset.items;
  let lifted = null;
  window.probe = probe;
  const painted = (then) => requestAnimationFrame(() =>
    scheduler.postTask(() => then(performance.now()), {priority: 'user-blocking'}));
  addEventListener('touchend', (event) => {
    if (event.isTrusted && event.target.closest?.('button.primary')) lifted = event.timeStamp;
  }, {capture: true, passive: true});
  const seen = {checkOpacity: true, checkVisibilityCSS: true};
  const onScreen = (element) => {
    const {top, bottom} = element.getBoundingClientRect();
    return element.checkVisibility(seen) && top >= 0 && bottom <= innerHeight;
  };
  const look = () => {
    if (probe.usable === null && 'ready' in document.documentElement.dataset) {
      probe.usable = 0;
      painted((now) => probe.usable = now);
    }
    if (lifted === null) return;
    const words = [...document.querySelectorAll(PLACES)].find((one) => !said.has(about(one)));
    if (!words) return;
    said.add(about(words));
    const from = lifted;
    lifted = null;
    const told = () => (onScreen(words) ? words.innerText.trim() : 'out of sight');
    painted((now) => probe.kept.push({ms: now - from, words: told()}));
  };
  new MutationObserver(look).observe(document, {subtree: true, childList: true, attributes: true});
})()"""

USABLE = "probe.usable || null"
KEPT = "probe.kept.length"
TIMES = "() => probe.kept"
