/** The trainers for which a run is written. A new one is a file and a line here. Pure. */
import { dataflex } from './dataflex/folder.ts';
import { llamaFactory } from './llamaFactory.ts';
import type { ServerTarget } from './serverRun.ts';
import { sharesFile } from './sharesFile.ts';
import { trl } from './trl.ts';

const targets: readonly ServerTarget[] = [llamaFactory, trl, dataflex, sharesFile];

export const serverFiles: ServerTarget = (run) => targets.flatMap((target) => target(run));
