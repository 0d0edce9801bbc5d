/** The user's skills in the database: rows in chunks. A removed skill can be restored. */
import { StorageError } from '#core/errors.ts';
import type { Example } from '#data/example.ts';
import type { Part, SkillInfo } from '#data/skill.ts';
import type { SkillStore } from '#lab/run/stores.ts';
import type { Connection } from './connection.ts';
import { keysUnder, type SkillRecord } from './schema.ts';
import { createSkillWriter } from './skillWriter.ts';

export function createSkillStore(connection: Connection): SkillStore {
	const all = () => connection.read(['skills'], 'list the skills', ({ skills }) => skills.getAll());
	const visible = async (id: string): Promise<SkillRecord | undefined> => {
		const record = await connection.read(['skills'], 'find the skill', ({ skills }) =>
			skills.get(id),
		);
		return record?.removedAt === undefined ? record : undefined;
	};

	return {
		list: async () =>
			(await all()).filter((record) => record.removedAt === undefined).map((record) => record.info),

		async source(id) {
			const record = await visible(id);
			return record && { info: record.info, read: (part) => readAll(connection, record, part) };
		},

		async rows(id, part, from, count) {
			const record = await visible(id);
			if (!record) throw notThere(id);
			const rows: Example[] = [];
			let at = Math.max(0, from);
			const end = Math.min(at + count, record.info.counts[part]);
			while (at < end) {
				const found = await readFrom(connection, record, part, at);
				for (const row of found.slice(0, end - at)) rows.push(row);
				at += found.length;
			}
			return rows;
		},

		write: () => createSkillWriter(connection),

		remove: (id) =>
			mark(connection, id, 'remove the skill', (record) => ({ ...record, removedAt: Date.now() })),

		restore: (id) =>
			mark(connection, id, 'restore the skill', ({ removedAt: _, ...record }) => record),

		async purge() {
			for (const record of await all())
				if (record.removedAt !== undefined) await deleteRemoved(connection, record.id);
		},
	};
}

/** Rows from `at` to the end of their chunk; at least one. */
async function readFrom(
	connection: Connection,
	{ info, rows }: SkillRecord,
	part: Part,
	at: number,
): Promise<readonly Example[]> {
	const found = await connection.read(
		['skillRows'],
		`read rows of ${info.name}`,
		async ({ skillRows }) => {
			const range = IDBKeyRange.bound([rows, part, 0], [rows, part, at]);
			const cursor = await skillRows.openCursor(range, 'prev');
			return cursor ? cursor.value.slice(at - cursor.key[2]) : [];
		},
	);
	if (found.length === 0)
		throw new StorageError(
			`Row ${at + 1} of ${info.counts[part]} of the skill ${info.name} (${part}) is not in the ` +
				'database any more. Import its file again.',
			{ skill: info.id, part, row: at },
		);
	return found;
}

async function* readAll(
	connection: Connection,
	record: SkillRecord,
	part: Part,
): AsyncGenerator<readonly Example[]> {
	for (let at = 0; at < record.info.counts[part];) {
		const rows = await readFrom(connection, record, part, at);
		yield rows;
		at += rows.length;
	}
}

function mark(
	connection: Connection,
	id: string,
	doing: string,
	change: (record: SkillRecord) => SkillRecord,
): Promise<void> {
	return connection.write(['skills'], doing, async ({ skills }) => {
		const record = await skills.get(id);
		if (!record) throw notThere(id);
		await skills.put(change(record));
	});
}

/** Checks again inside the transaction, because the skill may have been restored meanwhile. */
function deleteRemoved(connection: Connection, id: SkillInfo['id']): Promise<void> {
	return connection.write(
		['skills', 'skillRows'],
		'delete removed skills',
		async ({ skills, skillRows }) => {
			const record = await skills.get(id);
			if (record?.removedAt === undefined) return;
			await skillRows.delete(keysUnder(record.rows));
			await skills.delete(id);
		},
	);
}

const notThere = (id: string): StorageError =>
	new StorageError(`The skill ${id} is not in the database. Import its file again.`, { skill: id });
