"""What is looked at on each page, as scripts that run in it; each answers a list of what is wrong."""

# Where a pattern or a bar lies over text axe gives no verdict on contrast: so patterns go first (ground colours stay),
# and the screen is as tall as the page.
AXE = """async (rules) => {
  const plain = new CSSStyleSheet();
  plain.replaceSync('*, ::before, ::after { background-image: none !important; } '
    + 'body::before { content: none !important; }');
  document.adoptedStyleSheets = [plain];
  const only = rules.length ? {runOnly: {type: 'rule', values: rules}} : {};
  const found = await axe.run(document, {resultTypes: ['violations', 'incomplete'], ...only});
  const unsure = found.incomplete.filter((one) => one.id === 'color-contrast');
  document.adoptedStyleSheets = [];
  return [...found.violations, ...unsure].map((one) => {
    const where = one.nodes.map((node) => node.target.join(' ') + ' ' + (node.any[0]?.message ?? ''));
    return one.id + ': ' + where.join(' | ');
  });
}"""

_SEEN = """const shown = (one) => one.checkVisibility({visibilityProperty: true});
  const seen = (one) => shown(one) && !one.closest('.hear, .skip, noscript');
  const classes = (one) => one.className.baseVal ?? one.className;
  const named = (one) => `${one.tagName.toLowerCase()}.${classes(one)} “${one.textContent.trim().slice(0, 30)}”`;"""

# Also what is cut off at the edge without a scroll bar; a list that scrolls by itself may be wider.
TOO_WIDE = f"""() => {{
  {_SEEN}
  const scrolls = (one) => one && (/auto|scroll/.test(getComputedStyle(one).overflowX) || scrolls(one.parentElement));
  const holds = (one) => one.matches('button, input, select, textarea, img, a') ||
    [...one.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim());
  const room = document.documentElement.clientWidth;  // a phone makes innerWidth grow with what does not fit
  const out = [...document.querySelectorAll('body *')].filter((one) => {{
    const {{left, right}} = one.getBoundingClientRect();
    return holds(one) && seen(one) && (right > room + 1 || left < -1) && !scrolls(one.parentElement);
  }});
  const wide = document.scrollingElement.scrollWidth - room;
  return [...(wide > 0 ? [`${{wide}} px too wide`] : []), ...out.map(named)];
}}"""

TOO_SMALL_TEXT = f"""() => {{
  {_SEEN}
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const small = new Set();
  while (walker.nextNode()) {{
    const one = walker.currentNode.parentElement;
    if (!walker.currentNode.textContent.trim() || !seen(one)) continue;
    if (one.closest('.badge, script, style, template, svg')) continue;
    const size = parseFloat(getComputedStyle(one).fontSize);
    if (size < 16) small.add(size + ' px: ' + named(one));
  }}
  for (const field of document.querySelectorAll('input, textarea, select')) {{
    if (seen(field) && parseFloat(getComputedStyle(field).fontSize) < 16) small.add('field ' + field.name);
  }}
  return [...small];
}}"""

# Chips count by their label; links inside a sentence are text, not targets (WCAG 2.5.8, inline).
TARGETS = (
    "button, .btn, .chip, summary, select, nav a, header.top a, .waiting-list a, .persona, "
    ".go, .call, .back, .ring, .waits"
)
TOO_SMALL_TARGETS = f"""() => {{
  {_SEEN}
  return [...document.querySelectorAll('{TARGETS}')].filter(seen).flatMap((one) => {{
    const {{width, height}} = one.getBoundingClientRect();
    if (width === 0 || (width >= 43.5 && height >= 43.5)) return [];
    return [`${{Math.round(width)}}×${{Math.round(height)}}: ` + named(one)];
  }});
}}"""

# A bar that lies over the page hides what can be tapped, or takes the tap.
UNDER_THE_DOCK = f"""() => {{
  {_SEEN}
  const dock = document.querySelector('.dock');
  const sheet = document.querySelector('.sheet') ?? document.querySelector('main');
  if (!dock || !sheet) return [];
  const over = sheet.getBoundingClientRect().bottom - dock.getBoundingClientRect().top;
  return over > 0.5 && shown(dock) ? [`the dock lies ${{over}} px over the page`] : [];
}}"""

# A screen reader asks what a page is called, and is answered once.
NOT_ONE_HEADING = f"""() => {{
  {_SEEN}
  const heads = [...document.querySelectorAll('h1')].filter(shown);
  return heads.length === 1 ? [] : [`${{heads.length}} times h1`, ...heads.map(named)];
}}"""

# A long name and the line above it never share a place.
NAME_UNDER_THE_TOP = f"""() => {{
  {_SEEN}
  const range = document.createRange();
  range.selectNodeContents([...document.querySelectorAll('h1')].find((one) => one.closest('.desk, main')));
  const name = range.getBoundingClientRect();
  return [...document.querySelectorAll('.top > *')].filter(seen).flatMap((one) => {{
    const box = one.getBoundingClientRect();
    const apart = box.right <= name.left || box.left >= name.right || box.bottom <= name.top || box.top >= name.bottom;
    return apart || box.width === 0 ? [] : [named(one)];
  }});
}}"""

# On a phone the top is one line: the way back, what waits, asking and help; and a check still says its words.
TOP_NOT_ONE_LINE = f"""() => {{
  {_SEEN}
  const boxes = [...document.querySelectorAll('.top > *')].filter(seen).map((one) => one.getBoundingClientRect());
  const middles = boxes.filter((box) => box.width > 0).map((box) => box.top + box.height / 2);
  const apart = middles.length ? Math.max(...middles) - Math.min(...middles) : 0;
  const said = document.querySelector('[data-waits]')?.textContent.trim();
  const sent = {{nl: 'Alles verzonden', en: 'Everything sent'}}[document.documentElement.lang];
  return [...(apart > 12 ? [`the top is ${{apart}} px apart`] : []), ...(said && said !== sent ? [said] : [])];
}}"""

# What a browser may write down when it leaves the page: a field of a form that does not say `off`, or of no form.
# A switch without a name is not filled in, it is turned.
KEPT_BY_THE_BROWSER = """() => [...document.querySelectorAll('input[name]:not([type=hidden]), textarea, select')]
  .filter((one) => (one.form ?? one).autocomplete !== 'off').map((one) => one.name)"""
