// The look's tokens and components, pared down to what the widget shows. Pixels, because a rem would be the host's.
const css = `
.root {
  --paper: light-dark(#fff, oklch(20.5% 0.009 268)); --paper-raised: light-dark(#fff, oklch(24% 0.01 268)); --paper-fill: light-dark(oklch(95.2% 0.005 85), oklch(27% 0.011 268));
  --paper-hover: light-dark(oklch(25% 0.014 270 / 4%), oklch(93% 0.006 268 / 5%));
  --ink: light-dark(oklch(25% 0.014 270), oklch(93% 0.006 268)); --ink-soft: light-dark(oklch(50% 0.014 75), oklch(73% 0.012 268)); --ink-faint: light-dark(oklch(64% 0.012 80), oklch(53% 0.014 268));
  --line: light-dark(oklch(91.8% 0.006 85), oklch(32% 0.013 268)); --line-strong: light-dark(oklch(87% 0.007 85), oklch(38% 0.014 268)); --line-control: var(--ink-faint);
  --accent-ink: light-dark(oklch(50% 0.19 264), oklch(79% 0.1 264)); --accent-wash: light-dark(oklch(96.6% 0.016 264), oklch(28% 0.05 264)); --accent-wash-strong: light-dark(oklch(93.4% 0.032 264), oklch(33% 0.075 264));
  --warning: light-dark(oklch(47% 0.095 65), oklch(83% 0.11 80)); --warning-wash: light-dark(oklch(95% 0.055 85), oklch(31% 0.045 75));
  --negative: light-dark(oklch(49% 0.175 25), oklch(79% 0.11 22)); --negative-wash: light-dark(oklch(95% 0.028 22), oklch(30% 0.065 22));
  --font: system-ui, -apple-system, "Segoe UI", Roboto, sans-serif;
  --text-xs: 12px/16px var(--font); --text-s: 13px/20px var(--font); --text-m: 14px/20px var(--font);
  --shadow: 0 2px 6px light-dark(oklch(25% 0.014 270 / 6%), oklch(0% 0 0 / 40%)), 0 24px 64px -12px light-dark(oklch(25% 0.014 270 / 28%), oklch(0% 0 0 / 70%));
  --quick: 120ms ease-out; --gentle: 200ms cubic-bezier(0.2, 0, 0, 1); --ring: var(--accent-ink);
  -webkit-text-size-adjust: 100%;
}
@media (prefers-contrast: more) { .root { --line: var(--line-control); --line-strong: var(--line-control); --ink-soft: var(--ink); } }

.widget, .widget *, .widget *::before, .widget *::after { box-sizing: border-box; margin: 0; }
.widget :is(button, textarea) { font: inherit; color: inherit; letter-spacing: inherit; background: none; border: 0; padding: 0; }
.widget button { cursor: pointer; text-align: inherit; -webkit-tap-highlight-color: transparent; }
.widget img { display: block; max-inline-size: 100%; }
.widget [hidden] { display: none !important; }
.widget b { font-weight: 600; }
.widget time { font-variant-numeric: tabular-nums; }
.widget :focus-visible { outline: 2px solid var(--ring); outline-offset: 2px; }
.widget ::selection { background: var(--accent-wash-strong); color: var(--ink); }
.icon { inline-size: var(--icon-size, 20px); block-size: var(--icon-size, 20px); flex: none; fill: none; stroke: currentcolor; stroke-width: 1.5; stroke-linecap: round; stroke-linejoin: round; }

.widget { position: fixed; inset: auto; inset-block-end: 24px; inset-inline-end: 24px; padding: 0; inline-size: 384px; block-size: min(640px, 100dvh - 48px); max-block-size: none; max-inline-size: calc(100vw - 48px); overflow: hidden;
  background: var(--paper); color: var(--ink); border: 1px solid var(--line-strong); border-radius: 16px; box-shadow: var(--shadow); font: var(--text-m); text-align: start; overflow-wrap: break-word; -webkit-font-smoothing: antialiased; accent-color: var(--accent);
  &:is([open], :popover-open) { display: grid; grid-template-rows: auto auto minmax(0, 1fr) auto; grid-template-columns: minmax(0, 1fr); animation: enter var(--gentle); }
  &::backdrop { background: none; } }
.root[data-position="start"] .widget { inset-inline: 24px auto; }
@keyframes enter { from { opacity: 0; translate: 0 8px; } }
.widget__head { grid-row: 1; display: flex; align-items: center; gap: 12px; padding: 12px 12px 12px 16px; border-block-end: 1px solid var(--line); }
.widget__who { flex: 1; min-inline-size: 0; display: grid; > b { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; } > span { font: var(--text-xs); color: var(--ink-soft); } }
.widget__strip { grid-row: 2; }
.widget__middle { grid-row: 3; position: relative; display: grid; min-block-size: 0; }
.widget__log { overflow-y: auto; display: flex; flex-direction: column-reverse; overscroll-behavior: contain; scrollbar-width: thin; scrollbar-color: var(--line-strong) transparent; &:focus-visible { outline-offset: -2px; } }
.widget__foot { grid-row: 4; padding: 12px; padding-block-end: max(12px, env(safe-area-inset-bottom, 0px)); border-block-start: 1px solid var(--line); display: grid; gap: 8px; grid-template-columns: minmax(0, 1fr); }
.widget__write { display: flex; align-items: end; gap: 4px; border: 1px solid var(--line-control); border-radius: 22px; padding: 3px; background: var(--paper-raised);
  &:focus-within { border-color: var(--accent-ink); box-shadow: 0 0 0 1px var(--accent-ink); }
  > textarea { flex: 1; min-inline-size: 0; resize: none; field-sizing: content; min-block-size: 36px; max-block-size: 128px; padding: 8px 0; font-size: 16px; line-height: 20px; overflow-y: auto; scrollbar-width: thin; &:focus-visible { outline: none; } &::placeholder { color: var(--ink-soft); opacity: 1; } }
  > .button { --button-size: 36px; --button-round: 50%; } }
.widget__down { position: absolute; inset-block-end: 12px; inset-inline-end: 12px; z-index: 1; --button-round: 50%; --button-size: 36px; box-shadow: 0 6px 20px -4px rgb(0 0 0 / 16%); }

.button { display: inline-flex; align-items: center; justify-content: center; gap: 8px; flex: none; min-block-size: var(--button-size, 32px);
  .widget & { padding-inline: var(--button-gutter, 12px); background: var(--button-paper, var(--paper-raised)); color: var(--button-ink, var(--ink)); border: 1px solid var(--button-line, var(--line-strong)); border-radius: var(--button-round, 6px); font-weight: 500; }
  white-space: nowrap; transition: background-color var(--quick), color var(--quick), opacity var(--quick);
  @media (hover: hover) { .widget &:hover { background: var(--button-paper-hover, color-mix(in oklch, var(--ink) 4%, var(--paper-raised))); } }
  &:active { translate: 0 0.5px; }
  &:disabled, &[aria-disabled="true"] { opacity: 0.5; cursor: not-allowed; } }
.button--primary { --button-paper: var(--accent); --button-paper-hover: var(--accent-hover); --button-ink: var(--ink-on-accent); --button-line: transparent; }
.button--quiet { --button-paper: transparent; --button-paper-hover: var(--paper-hover); --button-line: transparent; --button-ink: var(--ink-soft); &:hover { --button-ink: var(--ink); } }
.button--icon { --button-gutter: 0; inline-size: var(--button-size, 32px); }

.notice { display: flex; align-items: start; gap: 8px; padding: 8px 16px; background: var(--notice-paper, var(--paper-fill)); font: var(--text-s); > .icon { color: var(--notice-ink, var(--ink-soft)); --icon-size: 18px; margin-block-start: 1px; } > p { flex: 1; min-inline-size: 0; } }
.notice--warning { --notice-paper: var(--warning-wash); --notice-ink: var(--warning); }
.notice--negative { --notice-paper: var(--negative-wash); --notice-ink: var(--negative); }
.notice--inset { border-radius: 6px; padding-inline: 12px; }

.avatar { position: relative; display: inline-grid; place-items: center; flex: none; inline-size: var(--avatar-size, 28px); block-size: var(--avatar-size, 28px); border-radius: 50%; overflow: hidden; background: light-dark(oklch(92.5% 0.04 var(--hue, 264)), oklch(36% 0.05 var(--hue, 264))); color: light-dark(oklch(38% 0.08 var(--hue, 264)), oklch(90% 0.05 var(--hue, 264))); font: 600 calc(var(--avatar-size, 28px) * 0.375)/1 var(--font); user-select: none;
  > img { position: absolute; inset: 0; inline-size: 100%; block-size: 100%; object-fit: cover; }
  > .icon { --icon-size: 58%; } }
.avatar--large { --avatar-size: 40px; }
.avatar--bot { background: var(--paper-fill); color: var(--ink-soft); box-shadow: inset 0 0 0 1px var(--line-strong); }
.hue-2 { --hue: 160; } .hue-3 { --hue: 30; } .hue-4 { --hue: 85; } .hue-5 { --hue: 320; } .hue-6 { --hue: 210; }

.log { display: flex; flex-direction: column; gap: 12px; padding: 16px; margin-block-end: auto; }
.message { display: grid; grid-template-columns: 28px minmax(0, 1fr); column-gap: 8px; max-inline-size: 90%; align-self: start; > .avatar { align-self: end; } }
.message__body { display: grid; grid-column: 2; justify-items: start; gap: 4px; min-inline-size: 0; }
.message__bubble { max-inline-size: 100%; padding: 8px 12px; border-radius: 10px; border-end-start-radius: 4px; background: var(--message-paper, var(--paper-fill)); color: var(--message-ink, var(--ink)); white-space: pre-wrap; overflow-wrap: anywhere; > a { color: inherit; text-decoration-thickness: 1px; text-underline-offset: 0.2em; } }
.message__meta { display: flex; flex-wrap: wrap; align-items: center; gap: 0 6px; font: var(--text-xs); color: var(--ink-soft); padding-inline: 2px; > .icon { --icon-size: 16px; } > b { font-weight: 500; color: var(--ink); } }
.message__meta--read > .icon { color: var(--accent-ink); }
.widget .message__bubble--emoji { padding: 0; background: none; font-size: 32px; line-height: 40px; box-shadow: none; }
.message--grouped { margin-block-end: -8px; > .avatar { visibility: hidden; } }
.message--ours { align-self: end; grid-template-columns: minmax(0, 1fr); max-inline-size: 82%; --message-paper: var(--accent); --message-ink: var(--ink-on-accent);
  .message__body { grid-column: 1; justify-items: end; }
  .message__meta { justify-content: end; text-align: end; }
  .message__bubble { border-end-start-radius: 10px; border-end-end-radius: 4px; } }
.message--sending { --message-paper: var(--accent-wash); --message-ink: var(--ink); .message__bubble { box-shadow: inset 0 0 0 1px var(--accent-wash-strong); } }
.message--failed { --message-paper: var(--negative-wash); --message-ink: var(--ink); .message__meta { color: var(--negative); gap: 0 10px; } }
.message--redacted { --message-paper: transparent; --message-ink: var(--ink-soft); .message__bubble { box-shadow: inset 0 0 0 1px var(--line-strong); font-style: italic; } }
.message--arriving { animation: enter var(--gentle); }
.happening { align-self: center; display: flex; flex-wrap: wrap; justify-content: center; gap: 0 8px; font: var(--text-xs); color: var(--ink-soft); text-align: center; padding-inline: 16px; }
.happening + .happening { margin-block-start: -8px; }
.day--new { display: flex; align-items: center; gap: 12px; font: var(--text-xs); font-weight: 500; color: var(--negative); &::before, &::after { content: ""; flex: 1; border-block-start: 1px solid color-mix(in oklch, var(--negative) 40%, transparent); } }
.typing { display: inline-flex; align-items: center; gap: 4px; padding: 11px 12px; > i { inline-size: 6px; block-size: 6px; border-radius: 50%; background: var(--ink-soft); animation: typing 1.2s ease-in-out infinite; &:nth-child(2) { animation-delay: 0.15s; } &:nth-child(3) { animation-delay: 0.3s; } } }
@keyframes typing { 0%, 60%, 100% { opacity: 0.3; } 30% { opacity: 1; } }

@media (pointer: coarse) {
  .widget .button { --button-size: 44px; }
  .widget__write { border-radius: 26px; > textarea { min-block-size: 44px; padding-block: 12px; } }
  .widget__write > [aria-haspopup] { display: none; }
}
@media (width < 30rem) {
  .root .widget { inset: 0; inset-block-start: var(--viewport-top, 0); inline-size: 100%; max-inline-size: none; block-size: var(--viewport-height, 100dvh); border: 0; border-radius: 0; }
  .widget__head { padding-block-start: max(12px, env(safe-area-inset-top, 0px)); }
}
@media (prefers-reduced-motion: reduce) { .root { --quick: 0s; --gentle: 0s; } .typing > i { animation: none; } }
@media (forced-colors: active) { .message__bubble { border: 1px solid; } }
`

export function sheet(text = css) {
  const styles = new CSSStyleSheet()
  styles.replaceSync(text)
  return styles
}

// Over the tree in which the element stands.
export function wear(element, text) {
  const root = element.getRootNode()
  root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet(text)]
}
