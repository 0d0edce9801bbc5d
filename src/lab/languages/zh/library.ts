/** Chinese words of the library's dialogs: skills, files, models, settings, missing files. */
import type { Part } from '#engine/data/skill.ts';
import { bytesText, count as countText, list, percent } from '#lab/page/words/format.ts';
import type { libraryEnglish } from '#lab/features/library/words.en.ts';
import type { libraryManifestEnglish } from '#lab/features/library/manifest.en.ts';

/** Shown before the page loads the feature. */
export const libraryManifestChinese: typeof libraryManifestEnglish = {
	parts: { library: '技能与模型', settings: '设置' },
	dialogs: { skills: '技能…', settings: '设置…', models: '模型…' },
};

const newRun = '应用后，工作台上会从第 0 步开始新的训练；之前的训练仍然保存。';

const partNames: { readonly [P in Part]: string } = {
	train: '训练',
	validation: '验证',
	heldOut: '留出',
};

const memoryText = (bytes: number | null): string =>
	bytes === null ? '（太大）' : bytesText(bytes);

const settingsParts = { skills: '技能', policy: '策略', auxiliary: '辅助模型' };

const draft = { unchanged: '没有改动。', revert: '还原', apply: '应用为新的训练' };

export const libraryChinese: typeof libraryEnglish = {
	skills: {
		title: '技能',
		description: '模型可以训练的内容，以及用来测量它的内容。',
		partsTerm: '训练、验证、留出',
		partsHelp:
			'策略抽取训练行。验证行供需要它们的策略使用。留出行从不参与训练：页面在它们上面测量完全匹配和留出损失。',
		recall: '记忆测试：这项技能的留出题特意取自训练题。它们测量记忆，而不是泛化。',
		sizes: (counts) =>
			`训练 ${countText(counts.train)} · 验证 ${countText(counts.validation)} · ` +
			`留出 ${countText(counts.heldOut)}`,
		scoredBy: { exact: '按完全匹配计分', loss: '按损失计分（没有提示）' },
		builtIn: '内置，不占空间',
		takes: (bytes) => `占用 ${bytesText(bytes)}`,
		roleGeneral: '通用',
		useTerm: '训练、观察、关闭',
		useHelp:
			'训练：策略从中抽取样本。观察：只测量、不训练，用来显示模型遗忘了什么。关闭：不在实验中。',
		useOf: (name) => `${name} 的用途`,
		use: { train: '训练', watch: '观察', off: '关闭' },
		rows: '行',
		rowsOf: (name) => `${name} 的行`,
		noise: '噪声',
		noiseOf: (name) => `${name} 的噪声`,
		noiseHelp:
			'故意弄错一些训练行，或者只用一部分，用来检验策略如何反应。只有评估和这个页面知道哪些行是错的；策略都不知道。',
		wrongShare: '错误答案',
		duplicates: '重复的行',
		firstRows: '只用前面',
		ofRows: (all) => `/ ${countText(all)} 个样本`,
		only: '其中哪些',
		onlyOf: { all: '全部', right: '只用正确答案', validation: '验证行' },
		noiseSummary: ({ wrongShare, duplicates, rows, only }) =>
			[
				rows !== undefined && `只用前 ${countText(rows)} 个样本`,
				wrongShare > 0 && `${percent(wrongShare)} 错误答案`,
				duplicates > 0 && `${countText(duplicates)} 个重复行`,
				only === 'right' && '其中只用正确答案',
				only === 'validation' && '用验证行代替训练行',
			]
				.filter((part) => part !== false)
				.join('，'),
		inUse: '正在实验中：关闭后才能删除。',
		deleted: (name) => `${name} 已删除。`,
		restored: (name) => `${name} 已恢复。`,
		undo: '撤销',
		undoDelete: (name) => `撤销：恢复 ${name}`,
		cannotDelete: (name, reason) => `${name} 没有删除。${reason}`,
		cannotRestore: (name, reason) => `${name} 没有恢复。${reason}`,
		missing: '这个实验指明了不在这里的文件。',
		giveMissing: '提供文件…',
		addFiles: '添加文件…',
		changed: (count) => `${countText(count)} 处改动。${newRun}`,
		nothingTrains: '至少要训练一项技能。',
		...draft,
	},
	rows: {
		part: '部分',
		partOption: (part, count) => `${partNames[part]} ${countText(count)}`,
		range: (from, to, count) => `${countText(from)}–${countText(to)}，共 ${countText(count)}`,
		none: '这个部分没有行。',
		loading: '正在读取行',
		view: '行的显示方式',
		views: { text: '文本', model: '模型读到的样子' },
		seenHelp: (context) =>
			`带下划线的词参与训练。这里一个样本最多 ${countText(context)} 个 token。`,
		cut: '已截断到上下文长度。',
		unfit: (why) => `略去：${why}。`,
	},
	storage: {
		used: (used, quota) =>
			quota === 0
				? '这个浏览器不报告可用空间。'
				: `已用 ${bytesText(used)}，共 ${bytesText(quota)}`,
		term: '浏览器中的空间',
		help:
			'文件、模型和训练保存在这个浏览器自己的数据库中，不会传到别处。磁盘满时浏览器可能清除它；' +
			'Safari 在一周没有访问后也可能清除，除非浏览器承诺保留。',
		persisted: '浏览器会保留这些数据。',
		keep: '保留这些数据',
		refused: '浏览器没有承诺保留。有些浏览器在加入书签或多次访问后才承诺：届时再试。',
	},
	importing: {
		title: '添加文件',
		description:
			'JSONL、JSON、CSV、TSV、Parquet 或纯文本，也可以用 gzip 压缩。任何内容都不会离开这台设备：' +
			'行会存入这个浏览器的数据库。',
		drop: '把文件拖放到这里添加',
		pick: '选择文件…',
		orDrop: '或者拖放到页面的任何地方，也可以粘贴。',
		paste: '粘贴行或文本',
		pasteUse: '使用这段文本',
		pastedName: '粘贴的内容',
		files: '文件',
		state: {
			inspecting: '正在读取',
			ready: '就绪',
			map: '请选择列',
			waiting: '排队中',
			importing: '正在导入',
			cancelled: '已取消',
			done: '已导入',
			unreadable: '没有可读的行',
			failed: '失败',
		},
		inspecting: (name) => `正在读取 ${name} 的开头`,
		formats: {
			jsonl: 'JSON Lines',
			json: 'JSON',
			csv: 'CSV',
			tsv: 'TSV',
			parquet: 'Parquet',
			text: '纯文本',
		},
		recognised: (shape) => `已识别：${shape}。`,
		notRecognised: '无法识别行的格式。请选择提示列和答案列。',
		preferences:
			'这些行是偏好对（chosen 和 rejected）。实验室不训练偏好对（DPO）：请把 chosen 选为答案，rejected 会被忽略。',
		asLinked: '列、留出比例、种子和遮盖设置来自链接。',
		noRows: '没有可读的行。',
		unreadable: '前面的行都无法读取；原因见下方。请修正文件，或把它存为 UTF-8 文本，再添加一次。',
		mapped: '列由手工选择。',
		mapMyself: '改为选择列',
		useShape: (shape) => `恢复为 ${shape}`,
		column: '列',
		example: '示例',
		promptColumns: '提示',
		answerColumns: '答案',
		inPrompt: (path) => `${path} 作为提示`,
		inAnswer: (path) => `${path} 作为答案`,
		joined: '以换行连接',
		noPrompt: '没有提示：每一行都是原始文本，整行参与训练，按损失计分。',
		noAnswer: '请为答案至少选择一列。',
		earlier: (path) => `${path}：前移一位`,
		preview: '前几行',
		previewLine: '行号',
		noPreview: '前几行都不能构成样本。',
		headRejected: (count) =>
			`前面的行中有 ${countText(count)} 行无法使用。导入时会略去这样的行并列出它们。`,
		options: '选项',
		role: '角色',
		roleTerm: '领域与通用',
		roleHelp:
			'领域：模型应当学会的技能。通用：用来显示模型遗忘了什么的文本或指令，' +
			'如 “Balancing Specialized and General Skills”（arXiv 2310.04945）。',
		roles: { domain: '领域', general: '通用' },
		heldOutShare: '留出比例',
		heldOutHelp:
			'只测量、从不训练的行的比例：至少一行，最多 500 行。由种子决定是哪些行。' +
			'少于 200 行的文件，表单会建议约 20 行，最多三分之一：一两行的分数说明不了什么。',
		seed: '划分的种子',
		mask: '遮盖私人数据',
		maskHelp:
			'在保存之前替换邮箱地址、电话号码、卡号和密钥（arXiv 2310.04945 的隐私措施）。' +
			'按模式查找，能找到大多数，但不是全部。',
		faults: {
			name: '请给它一个名称。',
			heldOutShare: '必须大于 0 且小于 100%。',
			seed: '必须是不小于 0 的整数。',
		},
		start: '导入',
		startAll: (count) => `导入全部就绪的 ${count} 个`,
		takeOff: '从列表中移除',
		waiting: '排队中：文件一个接一个地导入。',
		reading: (name) => `正在导入 ${name}`,
		cancelled: '已取消：没有保存任何内容。',
		failed: (name) => `${name} 没有导入。`,
		done: (name) => `${name} 已导入。`,
		report: {
			rows: '读取的行',
			...partNames,
			duplicates: '略去的重复行',
			overlap: '从训练中略去：提示与留出行相同',
			rejected: '拒绝的行',
			masked: '已遮盖',
		},
		masked: (counts) =>
			list(
				[
					counts.mail > 0 && `${countText(counts.mail)} 个邮箱地址`,
					counts.phone > 0 && `${countText(counts.phone)} 个电话号码`,
					counts.card > 0 && `${countText(counts.card)} 个卡号`,
					counts.key > 0 && `${countText(counts.key)} 个密钥`,
				].filter((part) => part !== false),
			),
		rejectedTitle: '拒绝的行',
		reason: '原因',
		row: '行',
		rejectedFirst: (shown, all) => `前 ${countText(shown)} 行，共 ${countText(all)} 行。`,
		rejectedName: (name) => `${name}-rejected.jsonl`,
		saveRejected: '下载拒绝的行',
		add: (count) => (count === 1 ? '加入实验' : `全部 ${count} 个加入实验`),
		alone: (count) => (count === 1 ? '只用它训练' : `只用这 ${count} 个训练`),
		aloneDropped: (switches) =>
			`已移除策略的 ${countText(switches)} 次计划切换：它们属于之前的技能。`,
		addNote: '在工作台上开始新的训练；之前的训练仍然保存。',
		tooShort: '这项技能没有训练行：可以观察，不能训练。请用更小的留出比例重新导入。',
	},
	models: {
		title: '模型',
		description: '训练从它开始。',
		about: {
			'skillet-base': '默认模型：会写简单的文字，几乎答不对任何一题。',
			'skillet-small': '与 skillet-base 相同，大小为其一半。',
			'skillet-medium': '与 skillet-base 相同，大小为其两倍。',
			'skillet-large': '与 skillet-base 相同，大小为其十一倍。',
			'skillet-primed': '每项技能已会三分之一，因此在训练中每项都可升可降。',
			'skillet-primed-2': '与 skillet-primed 相同，种子不同。',
			'skillet-primed-3': '与 skillet-primed 相同，种子不同。',
			'skillet-tutor': '已会各项技能。RAISE 与各种过滤方法用它来衡量样本。',
		},
		source: {
			builtin: '随实验室提供',
			file: '从文件夹打开',
			hub: '从模型站下载',
			tuned: '保留自一次训练',
			adapter: '适配器：用它的基座模型训练时从它开始',
		},
		parameters: (count) => `${countText(count)} 个参数`,
		useName: (name) => `用 ${name} 开始新的训练`,
		sureDelete: (name) => `永久删除 ${name}？以它为起点的训练将无法继续。`,
		unread: (tensors) =>
			`实验室不使用的张量：${tensors.slice(0, 5).join('、')}` +
			(tensors.length > 5 ? ` 等 ${countText(tensors.length)} 个。` : '。'),
		openFolder: '打开文件夹…',
		openFiles: '打开它的文件…',
		openHelp:
			'Hugging Face 格式的模型：config.json、tokenizer.json、tokenizer_config.json 和一个或多个' +
			' safetensors 权重文件。可以打开 Llama、Qwen、Gemma、GPT-2、GPT-Neo 和 GPT-NeoX。' +
			'也可以打开适配器：peft 保存的 adapter_config.json 和 adapter_model.safetensors。' +
			'把文件夹拖放到页面的任何地方，或在这里选择。',
		openTerm: '你自己的模型',
		work: {
			import: '正在读取模型',
			export: '正在读取权重',
			keep: '正在保留权重',
			delete: '正在删除模型',
		},
		opened: (name) => `${name} 已打开。`,
		tuned: '本次训练的权重',
		which: '哪份权重',
		last: (step) => `最后：第 ${countText(step)} 步`,
		best: (step) => `最佳检查点：第 ${countText(step)} 步`,
		tunedAt: (step) =>
			`第 ${countText(step)} 步之后的权重，Hugging Face 格式。` +
			'想得到适配器，请用 LoRA 训练：设置 → 训练什么。',
		mergedAt: (step) =>
			`第 ${countText(step)} 步之后：单独的适配器（peft 可读），` +
			'或者适配器已合并进权重的模型，Hugging Face 格式。',
		saveAdapter: '下载适配器',
		saveMerged: '下载合并后的模型',
		adapterZip: (run) => `skillet-${run}-adapter.zip`,
		notYet: '还没有微调过的权重：请先训练几步。',
		save: '下载为一个 zip',
		saveFiles: '逐个下载文件',
		zipName: (run) => `skillet-${run}.zip`,
		keepDefault: (step) => `微调 ${countText(step)} 步`,
		keep: '保留为模型',
		failed: {
			import: '模型没有打开。',
			export: '权重没有保存。',
			keep: '权重没有保留。',
			delete: '模型没有删除。',
		},
	},
	hub: {
		title: '来自模型站',
		term: '模型站上的模型',
		help:
			'huggingface.co 上模型的名称，如 owner/name 或 owner/name@revision，或者它的页面地址，' +
			'其他模型站也可以。浏览器从那里下载文件；只发送名称和令牌。每个文件都按哈希核对。',
		address: '模型',
		example: 'owner/name 或 https://…',
		token: '访问令牌',
		tokenNote: '只有受限和私有的模型才需要。它只发给模型站，从不保存。',
		find: '查找',
		looking: '正在询问模型站…',
		failed: '模型没有下载。',
		commit: (start) => `提交 ${start}`,
		found: (type, parameters, bytes, files) =>
			`${type}，实验室可以打开 · ${countText(parameters)} 个参数 · ${bytesText(bytes)}，` +
			`${countText(files)} 个文件`,
		space: (free, isTooLarge) => {
			if (free === null) return '这个浏览器不报告有多少空间。';
			const room = `这个浏览器还有 ${bytesText(free)}。`;
			return isTooLarge ? `${room}模型放不下：请先删除模型或训练。` : room;
		},
		download: (bytes) => `下载 ${bytesText(bytes)}`,
		progress: (done, all) => `${bytesText(done)}，共 ${bytesText(all)}`,
		allowWhy:
			'在你允许之前，页面的安全策略禁止访问其他地址。这个浏览器会记住你允许的地址；页面会重新加载并继续。',
		allow: (origin) => `允许 ${origin} 并重新加载`,
		redirectedWhy: '浏览器不显示重定向到哪里。发送一个一字节的请求可以查明。',
		follow: '查明地址',
		redirectedTo: (origin) => `模型站从 ${origin} 发送文件。`,
		unfinished: '未完成的下载',
		unfinishedNote: '会从中断处继续；30 天没有进展就会删除。',
		resume: '继续',
		resumeName: (name) => `继续下载 ${name}`,
		dropName: (name, bytes) => `删除 ${name} 已下载的 ${bytes}`,
		allowed: '允许的地址',
		forget: (origin) => `不再允许 ${origin} 并重新加载`,
	},
	settings: {
		title: '设置',
		description: '下一次训练的方式。预设也可能改变技能和策略。改动列在下方。',
		more: (labels) => `更多：${labels.join('、')}`,
		faults: {
			number: '必须是数字。',
			integer: '必须是整数。',
			range: ({ min, max, aboveMin }) =>
				aboveMin ? `必须大于 ${min}，不超过 ${max}。` : `必须在 ${min} 到 ${max} 之间。`,
			pattern: '写成“名称 = 数字”，用英文逗号分隔：q_proj = 16。秩是整数，alpha 大于 0。',
			accumulation: (batch) => `最多每个样本一份：${batch}。`,
		},
		lostSwitches: (steps) =>
			`训练在第 ${steps.map(countText).join('、')} 步的策略切换之前就结束：已略去。`,
		parts: settingsParts,
		auxiliary: {
			title: '测量',
			label: '辅助模型',
			help:
				'第二个模型，从不训练。逐个挑选样本的策略（RAISE）用它的损失和状态来描述每个样本。' +
				'它需要与训练的模型相同的分词器。没有它时，由训练的起始权重代为测量。',
			none: '无：起始权重',
			missing: (id) => `${id}：不在这里`,
		},
		memory: {
			ask: '估计内存',
			asking: '这台设备上的内存：…',
			found: ({ all, adapter, fourBits }) =>
				`这台设备上的内存：全部权重 ${memoryText(all)}；适配器 ${memoryText(adapter)}` +
				(fourBits === undefined ? '。' : `；4 位权重上的适配器 ${memoryText(fourBits)}。`),
		},
		changed: (parts, labels) =>
			`已改动：${list([...parts.map((part) => settingsParts[part]), ...labels])}。${newRun}`,
		wrong: (labels) => `请先改正：${list(labels)}。`,
		...draft,
	},
	missing: {
		title: '这个实验需要不在这里的文件',
		description: '实验室会核对你提供的每个文件的 SHA-256。其他内容都在工作台上。',
		skill: (name) => `技能“${name}”`,
		model: (id) => `模型“${id}”`,
		artefact: (policy) => `“${policy}”的准备结果`,
		sha256: 'SHA-256',
		give: '提供文件…',
		giveModel: '提供文件夹…',
		prepare: '重新准备',
		otherArtefact: (name) => `“${name}”已导入，但它不是缺少的准备结果。它也会保留。`,
		leaveOut: '略去',
		sameOptions: '实验室按导入的行来识别文件：请使用链接中的列、留出比例、种子和遮盖设置。',
		complete: '全部齐备：可以训练这个实验。',
		other: (name) =>
			`“${name}”已导入，但它的行不是缺少的那些：是另一个文件，或者列、留出比例、种子、遮盖设置不同。` +
			'它会保留为另一项技能。',
		otherModel: (name) => `“${name}”已打开，但它的权重不是缺少的那些。它会保留为另一个模型。`,
		lastSkill: '没有其他技能参与训练：请先在“技能”中选择一项。',
		later: '以后',
		done: '前往工作台',
	},
};
