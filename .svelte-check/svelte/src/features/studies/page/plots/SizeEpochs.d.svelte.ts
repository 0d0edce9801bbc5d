export { default } from './++SizeEpochs.svelte.ts';
export * from './++SizeEpochs.svelte.ts';
