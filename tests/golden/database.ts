/**
 * Brings tests/golden/database.json to the current version: opens its database with the current
 * code, and writes what is stored then and what the stores read. Records keep the form in which
 * earlier versions stored them. Run it after a change of the schema:
 * `npx tsx tests/golden/database.ts`.
 */
import 'fake-indexeddb/auto';
import { readFileSync, writeFileSync } from 'node:fs';
import { featureStores } from '../../src/lab/features/worker.ts';
import { openStores } from '#lab/storage/stores.ts';
import { readContents, restoreDump, type DatabaseDump } from '../support/databaseDump.ts';
import { readEverything } from '../support/readEverything.ts';

const file = new URL('database.json', import.meta.url);
const stored = JSON.parse(readFileSync(file, 'utf8')) as { readonly dump: DatabaseDump };
await restoreDump('skillet', stored.dump);
const stores = await openStores({ browser: {}, pieceBytes: 16, features: featureStores });
// Put a record of a new store or form here, run this once, and delete the line.
const expected = await readEverything(stores);
stores.close();
const dump = await readContents('skillet');
writeFileSync(file, `${JSON.stringify({ dump, expected }, null, '\t')}\n`);
