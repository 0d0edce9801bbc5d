/**
 * How the database came to its current version, a step for each. A released step is never edited: a new
 * version is one more entry at the end, and tests/golden keeps a database of each released version.
 */
import type { IDBPDatabase, IDBPTransaction } from 'idb';

/** Without the current schema's types: a step sees the database as it was then. */
export type UpgradeTransaction = IDBPTransaction<unknown, string[], 'versionchange'>;
export interface Migration {
	/** The version that it leads to: 1, 2, 3, … without a gap. */
	readonly version: number;
	/** In words, for the error when it fails. */
	readonly what: string;
	/** Awaits nothing but the transaction's own requests. A failure undoes all steps. */
	readonly apply: (database: IDBPDatabase, transaction: UpgradeTransaction) => Promise<void> | void;
}

export const migrations: readonly Migration[] = [
	{
		version: 1,
		what: 'make the stores',
		apply(database) {
			database.createObjectStore('runs', { keyPath: 'id' }).createIndex('startedAt', 'startedAt');
			database.createObjectStore('runEvents');
			database.createObjectStore('checkpoints', { keyPath: 'runId' });
			database.createObjectStore('pieces');
			database.createObjectStore('skills', { keyPath: 'id' });
			database.createObjectStore('skillRows');
			database.createObjectStore('models', { keyPath: 'id' });
			database.createObjectStore('drafts', { keyPath: 'id', autoIncrement: true });
		},
	},
	{
		version: 2,
		what: 'make a store for measured tiles',
		apply(database) {
			database.createObjectStore('tunings');
		},
	},
	{
		version: 3,
		what: "make a store for what policies' preparations made",
		apply(database) {
			database
				.createObjectStore('artefacts', { keyPath: 'sha256' })
				.createIndex('madeAt', 'madeAt');
		},
	},
	{
		version: 4,
		what: 'make stores for kept checkpoints, studies, question sets and answers',
		apply(database) {
			database.createObjectStore('keptCheckpoints');
			database.createObjectStore('studies', { keyPath: 'id' });
			database.createObjectStore('studyResults');
			database.createObjectStore('questionSets', { keyPath: 'sha256' });
			database.createObjectStore('answerSets', { keyPath: 'id' });
		},
	},
];

export const latestVersion = (steps: readonly Migration[]): number => steps.at(-1)?.version ?? 0;

/** Applies what lies above `fromVersion`, in order. */
export async function migrate(
	steps: readonly Migration[],
	fromVersion: number,
	database: IDBPDatabase,
	transaction: UpgradeTransaction,
): Promise<void> {
	for (const step of steps) if (step.version > fromVersion) await step.apply(database, transaction);
}
