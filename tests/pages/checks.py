"""What is looked at on each page, as scripts that run in it; each answers a list of what is wrong."""

AXE = """async () => (await axe.run(document, {resultTypes: ['violations']})).violations.map(
  (one) => one.id + ': ' + one.nodes.map((node) => node.target.join(' ') + ' ' + (node.any[0]?.message ?? '')).join(' | '))"""

TOO_WIDE = """() => {
  const wide = document.scrollingElement.scrollWidth - innerWidth;
  if (wide <= 0) return [];
  const out = [...document.querySelectorAll('body *')].filter((one) => one.getBoundingClientRect().right > innerWidth + 1);
  return [`${wide} px too wide: ` + out.slice(-3).map((one) => one.tagName + '.' + one.className).join(', ')];
}"""

_SEEN = """const seen = (one) => one.checkVisibility({visibilityProperty: true, opacityProperty: false}) && !one.closest('.hear, .skip, noscript');
  const named = (one) => one.tagName.toLowerCase() + '.' + (one.className.baseVal ?? one.className) + ' “' + one.textContent.trim().slice(0, 30) + '”';"""

TOO_SMALL_TEXT = f"""() => {{
  {_SEEN}
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const small = new Set();
  while (walker.nextNode()) {{
    const one = walker.currentNode.parentElement;
    if (!walker.currentNode.textContent.trim() || one.closest('.badge, script, style, template, svg') || !seen(one)) continue;
    const size = parseFloat(getComputedStyle(one).fontSize);
    if (size < 16) small.add(size + ' px: ' + named(one));
  }}
  for (const field of document.querySelectorAll('input, textarea, select')) {{
    if (seen(field) && parseFloat(getComputedStyle(field).fontSize) < 16) small.add('field ' + field.name);
  }}
  return [...small];
}}"""

# Chips count by their label; links inside a sentence are text, not targets (WCAG 2.5.8, inline).
TOO_SMALL_TARGETS = f"""() => {{
  {_SEEN}
  const all = document.querySelectorAll('button, .btn, .chip, summary, nav a, header.top a, .go, .call, select, .back, .ring, .waits, .persona, .waiting-list a');
  return [...all].filter(seen).flatMap((one) => {{
    const {{width, height}} = one.getBoundingClientRect();
    return width === 0 || (width >= 43.5 && height >= 43.5) ? [] : [`${{Math.round(width)}}×${{Math.round(height)}}: ` + named(one)];
  }});
}}"""
