export { default } from './++PanelPlot.svelte.ts';
export * from './++PanelPlot.svelte.ts';
