/** The stores over Maps, for tests: what is stored is a copy, as in a database. */
import { StorageError } from '#engine/core/errors.ts';
import type { Example } from '#engine/data/example.ts';
import { parts, type Part, type SkillInfo, type SkillSource } from '#engine/data/skill.ts';
import type { Json } from '#engine/core/json.ts';
import { asMessage } from '#engine/core/message.ts';
import { sum } from '#engine/core/statistics.ts';
import type { RunEvent } from '#lab/training/events.ts';
import { describedRun, keepDescription } from './runDescription.ts';
import type {
	ArtefactInfo,
	Checkpoint,
	LabStores,
	ModelFolder,
	HubModel,
	ModelDraft,
	ModelInfo,
	ModelStore,
	RunRecord,
	RunStore,
	SkillStore,
} from './stores.ts';

export interface MemoryStores extends LabStores {
	readonly skillRows: Map<string, { info: SkillInfo; rows: Record<Part, Example[]> }>;
	/** Writers that were neither committed nor aborted. */
	openWriters(): number;
	/** The next `save` throws a StorageError. */
	failNextSave(): void;
	freeBytes: number;
	readonly checkpoints: Map<string, Checkpoint>;
	readonly tuningRecords: Map<string, unknown>;
}

/** `features`: stores of features; those of the lab are replaced. */
export function memoryStores<Features extends object = object>(
	features?: Features,
): MemoryStores & Features {
	const records = new Map<string, RunRecord>();
	const events = new Map<string, readonly RunEvent[]>();
	const checkpoints = new Map<string, Checkpoint>();
	const olderCheckpoints = new Map<string, Checkpoint>();
	/** The description that is stored counts. */
	const put = (record: RunRecord) => {
		const stored = records.get(record.id) ?? {};
		records.set(record.id, structuredClone(keepDescription(record, stored)));
	};
	const skillRows: MemoryStores['skillRows'] = new Map();
	const folders = new Map<string, { info: ModelInfo; files: Map<string, Uint8Array> }>();
	const tuningRecords = new Map<string, unknown>();
	const artefacts = new Map<string, { info: ArtefactInfo; artefact: Json }>();
	const removed = new Set<string>();
	let writers = 0;
	let saveFails = false;

	const runs: RunStore = {
		async create(record, beginning) {
			if (records.has(record.id))
				throw new StorageError(asMessage(`There is a run ${record.id} already.`));
			records.set(record.id, structuredClone(record));
			if (!beginning) return;
			events.set(record.id, structuredClone(beginning.events));
			if (beginning.checkpoint) checkpoints.set(record.id, structuredClone(beginning.checkpoint));
			const { best } = beginning;
			if (best) olderCheckpoints.set(`${record.id}@${best.step}`, structuredClone(best));
		},
		get: async (id) => structuredClone(records.get(id)),
		list: async () => [...records.values()].sort((a, b) => b.startedAt - a.startedAt),
		async save(record, added, checkpoint) {
			if (saveFails) {
				saveFails = false;
				throw new StorageError(asMessage('There is not enough space to keep the checkpoint.'));
			}
			put(record);
			events.set(record.id, [...(events.get(record.id) ?? []), ...structuredClone(added)]);
			const older = checkpoints.get(record.id);
			if (older && older.step < checkpoint.step)
				olderCheckpoints.set(`${record.id}@${older.step}`, older);
			checkpoints.set(record.id, structuredClone(checkpoint));
		},
		async update(record, added) {
			const step = checkpoints.get(record.id)?.step ?? 0;
			const resumed = records.get(record.id)?.end === 'failed' && record.end === 'running';
			const final = (events.get(record.id) ?? []).filter((event) => !resumed || event.step <= step);
			put({ ...record, step });
			events.set(record.id, [...final, ...structuredClone(added)]);
		},
		async describe(id, change) {
			const stored = records.get(id);
			if (!stored) throw new StorageError(asMessage(`There is no run ${id}.`));
			records.set(id, structuredClone(describedRun(stored, change)));
			return structuredClone(records.get(id)!);
		},
		events: async (id) => events.get(id) ?? [],
		async checkpoint(id, step) {
			const last = checkpoints.get(id);
			return structuredClone(
				step === undefined || step === last?.step ? last : olderCheckpoints.get(`${id}@${step}`),
			);
		},
		checkpointSteps: async (id) =>
			[...olderCheckpoints.values(), ...checkpoints.values()]
				.filter(({ runId }) => runId === id)
				.map(({ step }) => step)
				.sort((a, b) => a - b),
		async delete(id) {
			for (const map of [records, events, checkpoints]) map.delete(id);
			for (const [key, { runId }] of olderCheckpoints)
				if (runId === id) olderCheckpoints.delete(key);
		},
	};

	const visible = (id: string) => (removed.has(id) ? undefined : skillRows.get(id));
	const skills: SkillStore = {
		list: async () =>
			[...skillRows.values()].map(({ info }) => info).filter(({ id }) => !removed.has(id)),
		async source(id): Promise<SkillSource | undefined> {
			const entry = visible(id);
			return entry && { info: entry.info, read: (part) => once(entry.rows[part]) };
		},
		rows: async (id, part, from, count) =>
			(visible(id)?.rows[part] ?? []).slice(from, from + count),
		async write() {
			writers++;
			const rows = emptyRows();
			return {
				append: async (part, examples) => void rows[part].push(...examples),
				async commit(info) {
					writers--;
					skillRows.set(info.id, { info, rows });
				},
				abort: async () => void writers--,
			};
		},
		remove: async (id) => void removed.add(id),
		restore: async (id) => void removed.delete(id),
		async purge() {
			for (const id of removed) skillRows.delete(id);
			removed.clear();
		},
	};

	const stores: Partial<MemoryStores> & Pick<MemoryStores, 'freeBytes'> = {
		...features,
		runs,
		skills,
		skillRows,
		checkpoints,
		tuningRecords,
		tunings: {
			get: async (key) => structuredClone(tuningRecords.get(key)),
			put: async (key, tuning) => void tuningRecords.set(key, structuredClone(tuning)),
		},
		models: {
			list: async () => [...folders.values()].map(({ info }) => info),
			open: async (id): Promise<ModelFolder | undefined> => {
				const entry = folders.get(id);
				return (
					entry && {
						info: entry.info,
						files: Array.from(entry.files, ([name, { length: bytes }]) => ({ name, bytes })),
						async *pieces(name) {
							yield entry.files.get(name)!;
						},
						file: async (name) => entry.files.get(name),
					}
				);
			},
			put: async (info, files) => void folders.set(info.id, { info, files: new Map(files) }),
			delete: async (id) => void folders.delete(id),
			...memoryDrafts((info, files) => folders.set(info.id, { info, files })),
		},
		artefacts: {
			list: async () =>
				[...artefacts.values()].map(({ info }) => info).sort((a, b) => b.madeAt - a.madeAt),
			open: async (sha256) => structuredClone(artefacts.get(sha256)),
			put: async (info, artefact) =>
				void artefacts.set(info.sha256, structuredClone({ info, artefact })),
			delete: async (sha256) => void artefacts.delete(sha256),
		},
		freeBytes: 1e9,
		openWriters: () => writers,
		failNextSave: () => void (saveFails = true),
		keepsData: true,
		lostData: null,
		report: async () => ({ usedBytes: 0, quotaBytes: 1e9, persisted: false }),
		async requireSpace(bytes) {
			if (bytes > stores.freeBytes)
				throw new StorageError(asMessage(`It needs ${bytes} bytes, ${stores.freeBytes} are free.`));
		},
		close: () => undefined,
	};
	return stores as MemoryStores & Features;
}

const emptyRows = (): Record<Part, Example[]> => ({ train: [], validation: [], heldOut: [] });

/** A skill of the user's in the stores, as an import would leave it. */
export async function putSkill(stores: LabStores, info: SkillInfo, rows: readonly Example[]) {
	const writer = await stores.skills.write();
	for (const part of parts) await writer.append(part, rows);
	await writer.commit(info);
}

async function* once(rows: readonly Example[]): AsyncGenerator<readonly Example[]> {
	if (rows.length > 0) yield rows;
}

function memoryDrafts(
	keep: (info: ModelInfo, files: Map<string, Uint8Array>) => unknown,
): Pick<ModelStore, 'draft' | 'drafts' | 'openDraft' | 'dropDraft'> {
	const all = new Map<
		number,
		{ draft: ModelDraft; model: HubModel | undefined; stored: Map<string, number> }
	>();
	let last = 0;
	function draft(model?: HubModel): ModelDraft {
		const id = ++last;
		const pieces = new Map<string, Uint8Array[]>();
		const stored = new Map<string, number>();
		const made: ModelDraft = {
			stored,
			async append(file, bytes) {
				pieces.set(file, [...(pieces.get(file) ?? []), bytes.slice()]);
				stored.set(file, (stored.get(file) ?? 0) + bytes.length);
			},
			async *pieces(file) {
				yield* pieces.get(file) ?? [];
			},
			async clear(file) {
				pieces.delete(file);
				stored.delete(file);
			},
			async commit(info) {
				const whole = (parts: readonly Uint8Array[]) => new Uint8Array(Buffer.concat(parts));
				keep(info, new Map([...pieces].map(([file, parts]) => [file, whole(parts)])));
				all.delete(id);
			},
			drop: async () => void all.delete(id),
		};
		all.set(id, { draft: made, model, stored });
		return made;
	}
	return {
		draft: async (_name, _bytes, model) => draft(model),
		drafts: async () =>
			[...all].flatMap(([id, { model, stored }]) =>
				model ? [{ id, model, stored: sum(stored.values()) }] : [],
			),
		openDraft: async (id) => all.get(id)?.draft,
		dropDraft: async (id) => void all.delete(id),
	};
}
