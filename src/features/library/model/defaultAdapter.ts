/** The page imports this file, since it imports no floor below lab/run. */
export { defaultAdapter } from '#model/adapterSettings.ts';
