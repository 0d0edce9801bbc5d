/**
 * Chinese (simplified) words of the page. The same Chinese word stands for a term everywhere:
 *
 * run 训练（列表：训练记录） · experiment 实验 · step 步 · batch 批次 · example 样本 · epoch 轮
 * skill 技能 · policy 策略 · mix 混合（占比之和为 1） · share 占比 · schedule 时间表 · replay 重放
 * base model 基座模型 · tuned 微调后 · fine-tuning 微调 · weights 权重 · adapter 适配器 · rank 秩
 * loss 损失 · exact match 完全匹配 · held-out 留出 · evaluation 评估 · validation 验证
 * learning rate 学习率 · optimizer 优化器 · warm-up 预热 · gradient clipping 梯度裁剪
 * checkpoint 检查点 · fork 分叉 · preparation 准备 · probe 探测 · seed 随机种子 · noise 噪声
 * reward 奖励 · scorer 打分器 · selector 选择器 · perplexity 困惑度 · temperature 温度 · target 目标
 * watched 仅观察 · recall 记忆测试 · forget 遗忘 · greedy decoding 贪心解码 · prompt 提示 · answer 答案
 * workbench 工作台 · study 对照研究 · cell 单元 · interval 区间 · paired 配对 · budget 预算
 * question set 问题集 · judge model 评审模型 · mark 评分 · rubric 评分标准 · engine 引擎 · device 设备
 *
 * Names stay as they are: skills, policies (MoS, RAISE), token, nat, GPU, files and formats.
 */
import {
	count,
	duration,
	list,
	percent,
	points,
	roughDuration,
	short,
} from '#lab/page/words/format.ts';
import type { en } from '#lab/page/words/en.ts';

export const pageChinese: typeof en = {
	files: {
		chart: {
			save: '保存',
			saveWhat: (chart) => `保存图表：${chart}`,
			svg: 'SVG',
			svgNote: '矢量图，文字可编辑',
			png: 'PNG',
			pngNote: '两倍大小的图片',
			csv: 'CSV',
			csvNote: '图中的数字，用于电子表格',
			failed: '无法保存图表：',
			about: (policies, seed, model, done, steps) =>
				`${policies} · 种子 ${seed} · ${model} · 第 ${count(done)} 步，共 ${count(steps)} 步`,
			share: '混合中的占比',
			loss: '损失，每 token 的 nat 数',
			exact: '完全匹配',
			allSkills: '各项技能的损失，每 token 的 nat 数',
			before: '基座',
			after: '微调后',
			low: '95% 区间下限',
			high: '95% 区间上限',
			mean: '均值',
			results: '完全匹配：基座与微调后',
			none: '还没有训练',
		},
	},
	policy: {
		form: {
			groups: { fixed: '混合事先确定', adaptive: '混合随测量结果变化', examples: '逐个挑选样本' },
			preset: '预设',
			presetOwn: '自定义',
			presetOwnAbout: '你自己的设置：没有预设与它相同。',
			presetHelp: '一组有名字的设置。选择预设会改动全部设置；之后再改动，就成为你自己的设置。',
			all: (settings) => `全部设置（${settings}）`,
			ownChoice: '由策略自己选择',
			noLongerTrained: (id) => `${id}：这里不训练`,
			allSkills: '一个都不勾选：所有参与训练的技能。',
			slider: (label) => `${label}，滑块`,
		},
		preparation: {
			title: '准备',
			help:
				'在第一步之前，这个策略会通过试训练来训练选择器，或者测量技能之间的相互影响。' +
				'这些额外的更新会计入开销。结果可以保留下来再次使用。',
			running: (title) => `${title} 正在准备`,
			first: (who, updates, milliseconds) =>
				`${who === null ? '' : `${who} `}先要准备：${count(updates)} 次更新` +
				(milliseconds === null ? '' : `，在这里大约需要 ${roughDuration(milliseconds)}`) +
				'。',
			pauseKeeps: '暂停会中断准备，已完成的部分会保留；继续训练时接着准备。',
		},
	},
	common: {
		close: '关闭',
		cancel: '取消',
		delete: '删除',
		explain: (term) => `解释：${term}`,
		deleteName: (name) => `删除 ${name}`,
		timeLeft: (milliseconds) => `大约还需 ${duration(milliseconds)}`,
		step: '步',
		atStep: (step) => `第 ${count(step)} 步`,
		skill: '技能',
		deleteForGood: '永久删除',
		keep: '保留',
		open: '打开',
		use: '使用',
		inUse: '使用中',
		onWorkbench: '在工作台上',
		name: '名称',
		none: '无',
		average: '平均',
		worst: '最差技能',
		previousPage: '上一页',
		nextPage: '下一页',
	},
	header: {
		name: 'Skillet',
		skip: '跳到内容',
		about: '微调实验室：看看每种数据混合如何逐项技能地改变模型。',
		experiment: (skills) => `${count(skills)} 项技能`,
		experimentTitle: '工作台上的实验',
		defaultExperiment: '默认实验',
		anotherSeed: (seed) => `同一实验，种子 ${seed}`,
		workbench: '工作台',
		workbenchTitle: '一个实验和它的训练',
		loading: (title) => `正在加载：${title}…`,
		cannotLoad: '页面的一部分无法加载。',
		cannotLoadMend: '请检查网络连接后重试，或重新加载页面。',
		dialogs: '对话框',
		layers: '菜单与对话框',
		help: '按键与术语',
		light: '浅色',
		dark: '深色',
		theme: '浅色或深色页面',
		language: '语言',
	},
	status: {
		lab: {
			opening: ['正在打开实验室…', '正在寻找 GPU 并打开数据库。首次访问会下载模型。'],
			waiting: [
				'实验室已在另一个标签页中打开。',
				'同一时间只有一个标签页可以写入数据库。可以在这里使用，或关闭那个标签页。不会丢失任何内容。',
			],
			elsewhere: [
				'实验室正在另一个标签页中使用。',
				'这里正在进行的训练已在检查点暂停。不会丢失任何内容。',
			],
			superseded: [
				'另一个标签页中打开了更新版本的实验室。',
				'重新加载此标签页即可使用新版本。训练和数据都已保存。',
			],
			deleted: [
				'实验室的数据已被另一个标签页或浏览器删除。',
				'保存过的训练、技能和模型已不存在。重新加载后从空的实验室开始。',
			],
			silent: [
				'实验室没有响应。',
				'它正在计算很长的一步，或者已经结束。已保存的内容都在。请等待，或重新加载，从最近的检查点继续。',
			],
			broken: ['实验室已停止。', '已保存的内容都在。重新加载，从最近的检查点继续。'],
		},
		reload: '重新加载',
		useHere: '在这里使用',
		partFailed: (part) => `无法显示“${part}”：`,
		tryAgain: '重试',
		noRun: '还没有训练。',
		preparing: '正在用每项技能测试基座模型…',
		running: (step, steps, right) =>
			`训练中：第 ${count(step)} 步，共 ${count(steps)} 步。` +
			(right === null ? '' : `${percent(right)} 的回答正确。`),
		paused: (step) => `已在第 ${count(step)} 步暂停。`,
		finished: (steps) => `已完成：${count(steps)} 步。`,
		stopped: (step) => `已在第 ${count(step)} 步彻底停止。`,
		failed: (step) => `训练在第 ${count(step)} 步之后失败。`,
		tryRate: (rate) => `用学习率 ${rate} 重新训练`,
		openAgain: '重新打开',
	},
	story: {
		first: (skills) =>
			skills === 1
				? '一个小语言模型学习一项任务。按“训练”，看它的回答。'
				: `一个小语言模型同时学习 ${count(skills)} 项任务。按“训练”，看数据混合如何影响每一项。`,
		begins: (examples, step) =>
			`每一步给模型看混合中的 ${count(examples)} 个样本。第 ${count(step)} 步之后，它回答从未见过的题目。`,
		now: (step, now, base, most) =>
			`第 ${count(step)} 步：${percent(now)} 的回答正确（基座模型：${percent(base)}）。` +
			(most
				? `自第 ${count(most.since)} 步以来提高最多的是 ${most.name}，${points(most.gain)} 个百分点。`
				: ''),
		ended: (step, now, base) =>
			`${count(step)} 步之后，${percent(now)} 的回答正确（基座模型：${percent(base)}）。` +
			'现在改变混合，再训练一次。',
		close: '永久关闭这一行',
	},
	answers: {
		empty: '（空）',
		sentence: ({ prompt, answer, expected, right }) =>
			right === null
				? `模型在“${prompt}”之后接着写“${answer}”。`
				: `对“${prompt}”，模型回答“${answer}”，` +
					(right ? '正确。' : `错误：正确答案是“${expected}”。`),
		grid: (right, of) => `${count(of)} 个回答中 ${count(right)} 个正确`,
	},
	run: {
		train: '▶ 训练',
		resume: '▶ 继续',
		pause: '❙❙ 暂停',
		again: '▶ 再次训练',
		speed: '速度',
		speeds: { '1': '1×', '10': '10×', full: '全速' },
		more: '更多控制',
		until: '训练到第几步',
		untilGo: '开始',
		stop: '停止',
		stopTitle: '彻底结束这次训练，评估并保存',
		reset: '重置',
		resetTitle: '重新开始这个实验。这次训练仍保存在训练记录中',
		progress: '训练进度',
		step: '步',
		of: (step, steps) => `${count(step)} / ${count(steps)}`,
		ofBudget: ({ step, tokens, milliseconds }, budget) =>
			budget.kind === 'tokens'
				? `${count(step)} · ${count(tokens)} / ${count(budget.tokens)} token`
				: budget.stopped === undefined
					? `${count(step)} · ${Math.floor(milliseconds / 1000)} / ${count(budget.seconds)} 秒`
					: `${count(step)} / ${count(budget.stopped)}`,
		rate: (tokens) => `${count(Math.round(tokens))} token/秒`,
		left: (milliseconds) => `还需 ${duration(milliseconds)}`,
		hardware: (name) => `WebGPU：${name}`,
		software: (name) => `无 GPU：${name}`,
		device: '设备',
		deviceFacts: '设备的属性',
		measureDevice: '检测或测量这台设备',
		memory: (amount) => `这次训练占用设备内存 ${amount}。`,
		deviceReference:
			'当前由参考引擎训练：tfjs 逐个运算地计算，速度慢。它的曲线用来核对实验室自己的引擎。',
		deviceHardware: '由这块图形处理器通过 WebGPU 训练模型。',
		deviceSoftware: (reason) =>
			`没有使用图形处理器${reason ? `：${reason.replace(/[.。]$/, '')}` : ''}。` +
			'改由处理器训练模型，结果相同，但每一步更慢。',
		probing: '探测用时',
		probes: (share) => `探测 ${percent(share)}`,
		probesHelp:
			'在训练步之间，策略用它选择的样本测量模型。这不是训练。这个数字是它到目前为止占训练用时的比例。',
		controls: '训练控制',
	},
	engine: {
		title: '引擎',
		now: {
			own: '由实验室自己的引擎训练（快）。',
			reference: '由参考引擎训练：tfjs 逐个运算（慢）。',
		},
		help:
			'参考引擎在同一台设备上用 tfjs 自己的运算逐个计算。用它核对曲线：50 步内，损失有四位数字一致。' +
			'这个设置属于浏览器，不属于实验或链接。',
		use: { own: '使用实验室自己的引擎', reference: '使用参考引擎' },
		reloads: '暂停并保存训练，然后重新加载页面',
	},
	mix: { policy: '策略', all: '全部策略', unknown: '策略在它的第一步确定占比。' },
	skills: {
		title: '技能',
		explain:
			'每项技能用从不参与训练的留出题测试。数字是完全匹配：整个答案都正确的题目所占的比例。' +
			'细线：训练批次的损失。粗线：留出题的损失。虚线：训练前的基座模型。灰线：对比的另一次训练。' +
			'损失表示模型认为正确答案有多不可能，单位是每个答案 token 的 nat 数（1 nat 为 1.44 比特），越低越好。' +
			'一轮（epoch）中，技能的每个训练样本用一次。',
		exact: '完全匹配',
		heldOut: '留出损失',
		loss: '损失',
		lossUnit: '每 token 的 nat 数',
		right: '答对',
		training: '训练损失',
		base: '基座模型',
		expected: '链接中的训练',
		ghost: (policies, seed) => `另一次训练：${policies}，种子 ${seed}`,
		change: '与基座相比',
		byChance: '这个差异可能只是偶然：留出题很少',
		epochs: '轮数',
		tokens: 'token 数',
		share: '占比',
		requested: '目前的要求占比',
		achieved: '实抽：样本',
		achievedTokens: '实抽：token',
		trend: '趋势',
		measure: '曲线',
		measures: { loss: '损失', exact: '答对' },
		average: (share) => `平均答对 ${percent(share)}`,
		all: '全部技能',
		focus: (skill, key) => (key <= 9 ? `放大 ${skill}（${key}）` : `放大 ${skill}`),
		recall: '记忆测试',
		recallHelp: '这项技能特意用训练题来测试：模型不可能知道它从未见过的事实。',
		noise: (share, duplicates) =>
			[share > 0 && `${percent(share)} 错误`, duplicates > 0 && `${count(duplicates)} 重复`]
				.filter(Boolean)
				.join('，'),
		fewer: (rows) => `前 ${count(rows)} 个`,
		fewerHelp: (rows) => `这项技能只使用前 ${count(rows)} 个训练样本。`,
		noisy: '噪声',
		noiseHelp:
			'这个比例的训练答案是错的，或者这么多样本被重复。留出题没有噪声。策略不知道噪声的存在。',
		watched: '仅观察',
		watchedHelp: '这些文本不在混合中。它的损失显示模型遗忘了多少。',
		usedEpochs: (epochs) => `${epochs} 轮`,
		usedTokens: (tokens) => `${short(tokens)} token`,
		size: (examples) => `${count(examples)} 个样本`,
		chart: (skill, text) => `${skill} 的曲线。${text}`,
		now: (loss, exact, base) => `留出损失 ${loss}，基座 ${base}；完全匹配 ${exact}。`,
		measured: (skill) => `${skill} 的评估`,
		atStep: (step) => `第 ${count(step)} 步`,
		sortBy: (column) => `按${column}排序`,
	},
	over: {
		title: '混合随时间的变化',
		explain:
			'每个批次中各项技能的占比。标记表示切换策略，图下的短线表示检查点。' +
			'打开一个检查点，可以从那里用另一个策略分叉训练。' +
			'“要求”是策略给出的占比；“样本”和“token”是最近 20 个批次中实际抽到的占比。' +
			'token 包括提示和回答，所以样本较长的技能占得更多。',
		kind: '占比',
		kinds: { weights: '要求', drawn: '样本', tokens: 'token' },
		achieved: (kind) => `最近 20 个批次中${kind === 'drawn' ? '样本' : ' token '}的占比`,
		chart: (steps, skills) => `${count(steps)} 步中混合的占比。当前：${skills}。`,
		mark: (step, title) => `第 ${count(step)} 步：${title}`,
		switches: (steps) => `策略在第 ${steps.map(count).join('、')} 步切换。`,
		switched: (from, to) => `策略从 ${from} 换成 ${to}。`,
		start: (title) => `训练以 ${title} 开始。`,
	},
	fork: {
		title: '分叉',
		explain:
			'从本次训练的一个检查点开始新的训练，权重、种子和数据位置都相同。' +
			'换用另一个策略时，之后的所有差异都只由策略引起。',
		at: '起始步',
		policy: '接着使用',
		same: (policy) => `${policy}，与之前相同`,
		sameNote: '不含之后的切换。',
		goAt: (step) => `在第 ${count(step)} 步分叉`,
		checkpoint: (step) => `第 ${count(step)} 步的检查点：从这里分叉训练`,
		what: '新的训练会停在那一步。图表在它后面画出本次训练。',
		noneKept: '这次训练在结束之前没有检查点，所以没有剩下的步可以训练。',
		repeats: (step) =>
			`第 ${count(step)} 步没有检查点，所以实验室会重复它之前的步。得到的权重相同。`,
		cannot: '无法分叉训练：',
	},
	runFile: {
		title: '整个训练存为文件',
		help: '实验、所有事件和结果。可以保存这个文件，也可以把它拖到另一个实验室页面导入。',
		save: '保存训练…',
		saveShort: '整个训练',
		weights: '包含权重，可以在那里继续训练',
		give: '导入训练…',
		none: '工作台上还没有训练。',
		cannotSave: '无法保存训练：',
		cannotRead: '无法导入训练：',
		imported: (name) => `已导入 ${name}。训练和曲线在训练记录中。`,
		alreadyHere: (name) => `实验室已有 ${name} 的训练。`,
	},
	update: { offer: 'Skillet 的新版本已就绪。暂停的训练会接着进行。' },
	embed: {
		curves: '各步答对的比例（预期）',
		expected: '虚线：作者的训练中答对的比例。点击训练，就在这台机器上重复一次。',
		about: '在这台机器上训练一个小模型。',
		open: '在 Skillet 中打开',
	},
	linked: {
		same: '✓ 与链接所述相同，逐位一致。',
		within: '≈ 与链接所述相同，在容差之内。差异见“结果”。',
		differs: (skills) => `✗ 与链接不同：${list(skills)}。数值见“结果”。`,
		note: '链接作者的说明',
		cutDown: '链接作者只显示页面的一部分。',
		showEverything: '显示全部',
	},
	example: {
		roles: { system: '系统', user: '用户', assistant: '助手', tool: '工具' },
		cut: (more) => `… 还有 ${count(more)} 个字符`,
		tools: (tools) => `回答可以调用的 ${count(tools)} 个工具`,
		wrong: '故意写错',
	},
	keys: {
		endPresenting: '结束演示',
		title: '按键',
		list: [
			['空格', '训练或暂停（在对照研究中：研究）'],
			['1 – 9', '放大一项技能；再按一次显示全部'],
			['← →', '光标移动一步，按住 Shift 移动十步'],
			['[ ]', '打开较新或较旧的训练（在对照研究中：研究）'],
			['S', '改变速度：1×、10×、全速'],
			['M', '曲线显示损失或答对的比例'],
			['T', '图表显示为表格'],
			['P', '演示：大号字体，只显示一项技能或一个页面'],
			['?', '解释焦点或指针所在的部分'],
			['Esc', '关闭弹层，并移除光标'],
		],
		tables: '表格',
		tablesTitle: '图表显示为表格',
	},
	notices: {
		region: '通知',
		atStep: (step) => `第 ${count(step)} 步：`,
		more: (more) => `另有 ${more} 条在“原因”下的日志中。`,
		nothingKept: '浏览器在此页面禁止存储。页面关闭后什么都不会保留。',
		nothingKeptMend: '要保留训练、技能和设置，请在单独的标签页中打开实验室。',
		unfinishedRun: (step) => `有一次训练在第 ${count(step)} 步中断，已保存。`,
		brokenLinkMend: '工作台保留原来的实验。',
		settingsRefused: '无法使用这些设置：',
		settingsKept: '实验没有改变。',
		switchRefused: '无法切换策略：',
		policyKept: '训练继续使用原来的策略。',
		cannotTrain: '无法开始训练：',
		cannotPause: '无法暂停训练：',
		cannotStop: '无法结束训练：',
		cannotOpenRun: '无法打开训练：',
		cannotDelete: '无法删除训练：',
		curvesOnly: '页面显示它保存的曲线。',
		nothingLost: '已保存的数据没有改变。',
		runIsGone: '这次训练已不再保存。',
		cannotReplay: '无法重放平均混合：',
		repeatStopped: '另一次训练中止了重复。已完成的种子会保留。',
		cannotLink: '无法把实验写入地址栏：',
	},
};
