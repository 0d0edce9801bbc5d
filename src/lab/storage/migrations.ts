/**
 * The steps that bring a database to the current version. A new version is one more step at the end.
 * tests/golden/database.json is a database of the current version.
 */
import type { IDBPDatabase, IDBPTransaction } from 'idb';

/** Untyped, because a step sees the stores of its own version. */
export type UpgradeTransaction = IDBPTransaction<unknown, string[], 'versionchange'>;
export interface Migration {
	/** The version after this step. Versions increase from step to step. */
	readonly version: number;
	/** Describes the step in errors. */
	readonly what: string;
	/** Awaits only requests of the transaction. A failure rolls back all steps. */
	readonly apply: (database: IDBPDatabase, transaction: UpgradeTransaction) => Promise<void> | void;
}

export const migrations: readonly Migration[] = [
	{
		version: 4,
		what: 'make the stores',
		apply(database) {
			database.createObjectStore('runs', { keyPath: 'id' }).createIndex('startedAt', 'startedAt');
			database.createObjectStore('runEvents');
			database.createObjectStore('checkpoints', { keyPath: 'runId' });
			database.createObjectStore('keptCheckpoints');
			database.createObjectStore('pieces');
			database.createObjectStore('skills', { keyPath: 'id' });
			database.createObjectStore('skillRows');
			database.createObjectStore('models', { keyPath: 'id' });
			database.createObjectStore('drafts', { keyPath: 'id', autoIncrement: true });
			database.createObjectStore('tunings');
			database
				.createObjectStore('artefacts', { keyPath: 'sha256' })
				.createIndex('madeAt', 'madeAt');
			database.createObjectStore('studies', { keyPath: 'id' });
			database.createObjectStore('studyResults');
			database.createObjectStore('questionSets', { keyPath: 'sha256' });
			database.createObjectStore('answerSets', { keyPath: 'id' });
		},
	},
];

export const latestVersion = (steps: readonly Migration[]): number => steps.at(-1)?.version ?? 0;

/** Applies the steps above `fromVersion` in order. */
export async function migrate(
	steps: readonly Migration[],
	fromVersion: number,
	database: IDBPDatabase,
	transaction: UpgradeTransaction,
): Promise<void> {
	for (const step of steps) if (step.version > fromVersion) await step.apply(database, transaction);
}
