/** One calm banner per matter, at the top of the page: what happened, nothing is lost, what to do. */

import { say, type Values } from './words';

const shown = new Map<string, string>();

/** Show `<template data-say="banner-NAME">`; saying the same again changes nothing, so a screen reader hears it once. */
export function showBanner(name: string, values: Values = {}): HTMLElement | null {
  const place = document.querySelector<HTMLElement>('[data-banners]');
  const key = JSON.stringify(values);
  const standing = place?.querySelector<HTMLElement>(`[data-banner="${name}"]`) ?? null;
  if (!place || (standing && shown.get(name) === key)) return standing;
  const banner = say(`banner-${name}`, values).firstElementChild as HTMLElement | null;
  if (!banner) return null;
  banner.dataset.banner = name;
  if (standing) standing.replaceWith(banner);
  else place.append(banner);
  place.hidden = false;
  shown.set(name, key);
  return banner;
}

export function hideBanner(name: string): void {
  const banner = document.querySelector(`[data-banner="${name}"]`);
  const place = banner?.parentElement;
  banner?.remove();
  if (place && !place.childElementCount) place.hidden = true;
  shown.delete(name);
}

export const toggleBanner = (name: string, on: boolean, values: Values = {}): void =>
  on ? void showBanner(name, values) : hideBanner(name);
