/**
 * The entry of the single HTML file, which opens from a disk: `file:` has no modules and no workers
 * by address, so one classic script is both the page and, as a blob, its worker.
 */
import { serve } from './serve.ts';
import { show } from './show.ts';

if (typeof document === 'undefined') serve(globalThis);
else show(document.currentScript?.textContent ?? '');
