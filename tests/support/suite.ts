/** Whether tests run in their long form (`npm run test:long`), which has every case. */
export const isLong = import.meta.env['SKILLET_SUITE'] === 'long';
