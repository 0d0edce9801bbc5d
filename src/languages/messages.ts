/** Types of the English texts. `npm run messages` writes this file; do not edit it. */
export type None = Readonly<Record<string, never>>;
/** Text, a number, or a message. */
export type Value =
	| string
	| number
	| { readonly id: string; readonly values: object };

/** The values of each message, by its id. */
export interface Messages {
	readonly "device.errors.runTrainsSoFiguresWould": None;
	readonly "engine.core.named": { readonly field: Value; readonly message: Value };
	readonly "engine.core.useSmallerModelSmallerBatch": None;
	readonly "engine.core.andOneBufferMay": { readonly limit: Value };
	readonly "engine.core.thereIsNoRoom": { readonly label: Value; readonly requested: Value; readonly held: Value; readonly limit: Value; readonly advice: Value };
	readonly "engine.core.mustBe": { readonly what: Value; readonly input: Value };
	readonly "engine.core.isMissingAdd": None;
	readonly "engine.core.numberFrom": { readonly min: Value; readonly max: Value };
	readonly "engine.core.numberAbove0AtMost": { readonly max: Value };
	readonly "engine.core.wholeNumber": { readonly min: Value; readonly max: Value };
	readonly "engine.core.textOf1ToCharacters": { readonly maxLength: Value };
	readonly "engine.core.oneOf": { readonly options: Value };
	readonly "engine.core.mustBeListOf1": { readonly max: Value; readonly what: Value };
	readonly "engine.core.hasMbAndLimit": { readonly name: Value; readonly size: Value; readonly limit: Value };
	readonly "engine.core.contentIsLargerThanMb": { readonly atMost: Value };
	readonly "engine.core.compressedContentIsDamaged": None;
	readonly "engine.core.isNotTextIsDamaged": None;
	readonly "engine.core.nestedMoreThanLevelsDeep": { readonly maxDepth: Value };
	readonly "engine.core.notJson": { readonly message: Value };
	readonly "engine.core.isNotSettingHereKnown": { readonly field: Value; readonly value: Value };
	readonly "engine.core.mustBeNumber": { readonly spec: Value; readonly value: Value };
	readonly "engine.core.mustBeWholeNumber": { readonly value: Value };
	readonly "engine.core.mustBeTrueOrFalse": { readonly value: Value };
	readonly "engine.core.mustBeOne": { readonly options: Value; readonly value: Value };
	readonly "engine.core.mustBeSkillId": { readonly value: Value };
	readonly "engine.core.mustBeListOfSkill": { readonly value: Value };
	readonly "engine.core.mustBeObjectOfShares": None;
	readonly "engine.core.shareMustBeNumber": { readonly share: Value };
	readonly "engine.core.mustBeListOfStep": None;
	readonly "engine.core.mustBeWholeNumberAbove": { readonly last: Value; readonly step: Value };
	readonly "engine.core.isNotFieldHereKnown": { readonly value: Value };
	readonly "engine.core.isNotFieldHereGive": None;
	readonly "engine.data.thereIsNoBuilt": { readonly id: Value; readonly known: Value };
	readonly "engine.data.callsToolsAndModel": None;
	readonly "engine.data.noExampleOfFitsModel": { readonly name: Value; readonly row: Value; readonly why: Value };
	readonly "engine.gpu.gpuIsEmulatedInSoftware": None;
	readonly "engine.gpu.webassemblyWasRequestedButKernels": None;
	readonly "engine.gpu.askedFor": None;
	readonly "engine.gpu.gpuIsTested": None;
	readonly "engine.gpu.gpuDoesNotAnswer": { readonly seconds: Value };
	readonly "engine.gpu.referenceEngineDidNotLoad": { readonly error: Value };
	readonly "engine.gpu.referenceEngineHasNoOperation": { readonly name: Value };
	readonly "engine.gpu.commaPair": { readonly name: Value; readonly gpuKinds: Value };
	readonly "engine.gpu.throughWebgpu": None;
	readonly "engine.gpu.webgpuEmulatedOnProcessor": None;
	readonly "engine.gpu.n1Because": { readonly oneThread: Value };
	readonly "engine.gpu.to": { readonly min: Value; readonly max: Value };
	readonly "engine.gpu.yesOfInvocations": { readonly sizes: Value };
	readonly "engine.gpu.atMostPerBinding": { readonly mebibytes: Value; readonly mebibytes2: Value };
	readonly "engine.gpu.invocationsKib": { readonly limit: Value; readonly limit2: Value };
	readonly "engine.gpu.measuredNow": None;
	readonly "engine.gpu.measuredAtEarlierVisit": None;
	readonly "engine.gpu.default": None;
	readonly "engine.gpu.safeShaders": None;
	readonly "engine.gpu.asGiven": None;
	readonly "engine.gpu.list": { readonly sources: Value; readonly note: Value };
	readonly "engine.gpu.webassemblyDidNotStartHere": { readonly error: Value };
	readonly "engine.gpu.helperThreadDidNotStart": { readonly reason: Value };
	readonly "engine.gpu.webgpuNeedsHttpsOrLocalhost": None;
	readonly "engine.gpu.browserHasNoWebgpuUse": None;
	readonly "engine.gpu.browserOffersNoGpuTurn": None;
	readonly "engine.gpu.gpuGaveNoDeviceReload": { readonly reason: Value };
	readonly "engine.gpu.gpuHasNoMemoryLeft": { readonly message: Value };
	readonly "engine.gpu.gpuWasLostStoredData": { readonly reason: Value };
	readonly "engine.model.mustBeF32ForAdapter": None;
	readonly "engine.model.noLayerMatchesChooseAmong": { readonly target: Value; readonly has: Value };
	readonly "engine.model.fitsNoLayerWithAdapter": { readonly key: Value; readonly ends: Value };
	readonly "engine.model.repeatsTooMuchAtMost": { readonly value: Value; readonly mostRepetitions: Value };
	readonly "engine.model.hasWhichMeansOnly": { readonly value: Value; readonly unread: Value };
	readonly "engine.model.startKeepsBaseWeightsPeft": None;
	readonly "engine.model.chooseAnotherAdapter": { readonly adapterConfigFile: Value; readonly field: Value; readonly message: Value };
	readonly "engine.model.is": { readonly fault: Value };
	readonly "engine.model.belongsToNoLayerNames": { readonly adapterConfigFile: Value };
	readonly "engine.model.isMissing": None;
	readonly "engine.model.isLabReads": { readonly dtype: Value; readonly numberTypes: Value };
	readonly "engine.model.hasShapeAndBaseNeeds": { readonly shape: Value; readonly shape2: Value };
	readonly "engine.model.holdsNumberIsNotFinite": None;
	readonly "engine.model.tensorChooseModelAdapter": { readonly adapterWeightsFile: Value; readonly tensor: Value; readonly what: Value };
	readonly "engine.model.onlySupportedValue": { readonly expected: Value };
	readonly "engine.model.configJsonIsAboutLayers": { readonly field: Value; readonly found: Value; readonly layers: Value };
	readonly "engine.model.configJsonChooseAnotherModel": { readonly field: Value; readonly message: Value };
	readonly "engine.model.weightsAreQuantisedAndLab": None;
	readonly "engine.model.configJsonModelType": { readonly modelType: Value; readonly architectures: Value };
	readonly "engine.model.chatTemplateBeginsAnswer": None;
	readonly "engine.model.chatTemplateDoesNotWrite": { readonly at: Value };
	readonly "engine.model.chatTemplateLeavesOut": { readonly at: Value };
	readonly "engine.model.tokenizerChangesTextSoAnswer": None;
	readonly "engine.model.chatTemplateHasCharacters": { readonly file: Value; readonly source: Value; readonly maxLength: Value };
	readonly "engine.model.tagIsNotClosed": None;
	readonly "engine.model.nestingIsTooDeep": None;
	readonly "engine.model.chatTemplateHasMistake": { readonly file: Value; readonly before: Value; readonly before2: Value; readonly why: Value };
	readonly "engine.model.chatTemplateDoesNotEnd": { readonly file: Value; readonly reason: Value };
	readonly "engine.model.chatTemplateRefuses": { readonly why: Value };
	readonly "engine.model.chatTemplateCannotBeUsed": { readonly why: Value };
	readonly "engine.model.chatTemplateIsNeitherText": { readonly file: Value };
	readonly "engine.model.tokenizerJsonHasIdsUp": { readonly vocabulary: Value; readonly vocabulary2: Value };
	readonly "engine.model.folderHasNoChooseFolder": { readonly missing: Value; readonly needed: Value };
	readonly "engine.model.modelHasParametersAndBrowser": { readonly numbers: Value; readonly numbers2: Value };
	readonly "engine.model.tensor": { readonly file: Value; readonly tensor: Value; readonly what: Value };
	readonly "engine.model.differsFromEmbeddingButConfig": None;
	readonly "engine.model.isMissingButConfigJson": None;
	readonly "engine.model.isLabReadsSaveModel": { readonly dtype: Value; readonly numberTypes: Value };
	readonly "engine.model.hasShapeButConfigJson": { readonly shape: Value; readonly shape2: Value };
	readonly "engine.model.holdsNumberIsNotFiniteFile": None;
	readonly "engine.model.headsAreNoMultiple": { readonly heads: Value; readonly keyValueHeads: Value };
	readonly "engine.model.headWidthIsOdd": { readonly headDim: Value };
	readonly "engine.model.rotaryWidthIsOdd": { readonly share: Value; readonly headDim: Value; readonly rotated: Value };
	readonly "engine.model.tokensSeeLaterOnes": None;
	readonly "engine.model.tokenIsNotInVocabulary": { readonly pad: Value; readonly vocabulary: Value };
	readonly "engine.model.configJsonShortFactor": { readonly factors: Value; readonly rotated: Value };
	readonly "engine.model.isDownloadOrExportAgain": { readonly name: Value; readonly what: Value };
	readonly "engine.model.isIncompleteOrNotSafetensors": { readonly file: Value; readonly what: Value };
	readonly "engine.model.hasFewerThan8Bytes": None;
	readonly "engine.model.headerHasBytesAtMost": { readonly length: Value };
	readonly "engine.model.isGitLfsPointer": { readonly file: Value };
	readonly "engine.model.isPickleOfPytorch": None;
	readonly "engine.model.headerSaysIsLonger": None;
	readonly "engine.model.headerIs": { readonly fault: Value };
	readonly "engine.model.headerDoesNotSayWhat": { readonly tensor: Value };
	readonly "engine.model.offsetsOfTensor": { readonly tensor: Value };
	readonly "engine.model.tensorLiesOutsideFile": { readonly tensor: Value };
	readonly "engine.model.tensorHasBytesWhichShape": { readonly tensor: Value; readonly byteLength: Value };
	readonly "engine.model.tensorBeginsAtByte": { readonly tensor: Value; readonly start: Value; readonly at: Value };
	readonly "engine.model.bytesBelongToNoTensor": { readonly dataBytes: Value };
	readonly "engine.model.modelGivesLogits": None;
	readonly "engine.model.tokenizerConfigJsonEosToken": None;
	readonly "engine.model.partHasUnusualForm": None;
	readonly "engine.model.isNotSupported": { readonly type: Value };
	readonly "engine.model.useModelWithTokenizer": { readonly modelTypes: Value };
	readonly "engine.model.objectFromTokenToId": None;
	readonly "engine.model.listIsNeeded": None;
	readonly "engine.model.idIsWholeNumber": { readonly id: Value };
	readonly "engine.model.idAlsoBelongs": { readonly id: Value; readonly other: Value };
	readonly "engine.model.partIsNotSupported": { readonly detail: Value };
	readonly "engine.model.isNotLikeOthersTwo": { readonly list: Value };
	readonly "engine.model.patternCanTakeForEver": { readonly inner: Value };
	readonly "engine.model.usePatternRepeatsSingleCharacters": None;
	readonly "engine.model.tokenizerJsonCannotBeUsed": { readonly why: Value };
	readonly "engine.model.downloadOrExportTokenizerAgain": None;
	readonly "engine.model.tokenizerJson": { readonly field: Value; readonly what: Value; readonly mend: Value };
	readonly "engine.model.listsWhichIsMissing": { readonly name: Value };
	readonly "engine.model.saysIs": { readonly tensor: Value; readonly file: Value };
	readonly "engine.model.is2": { readonly fault: Value };
	readonly "engine.model.hasNoWeightMap": None;
	readonly "engine.model.chooseAllFilesOfOne": { readonly indexFile: Value; readonly what: Value };
	readonly "engine.model.folderHasNoChooseFolderWithConfig": { readonly singleFile: Value; readonly singleFile2: Value };
	readonly "engine.model.weightsAre": { readonly parts: Value; readonly indexFile: Value };
	readonly "engine.model.noMessageStandsBeforeAnswer": None;
	readonly "engine.model.chatTemplateWritesMessageInto": { readonly i: Value };
	readonly "engine.model.textHasTokenWithId": { readonly token: Value; readonly id: Value; readonly rows: Value };
	readonly "engine.model.matchesWhichIsNotLinear": { readonly target: Value; readonly other: Value; readonly has: Value };
	readonly "engine.model.isNotRegularExpressionCorrect": { readonly value: Value };
	readonly "engine.model.notJsonObject": None;
	readonly "engine.model.headerIsNotJsonObject": None;
	readonly "engine.model.contentIsNotText": None;
	readonly "engine.model.tokenizerHasNoTokens": { readonly value: Value };
	readonly "engine.model.isNotSupported2": { readonly name: Value; readonly parts: Value };
	readonly "engine.model.characterWithoutToken": None;
	readonly "engine.training.mustHaveNumbersAsRun": { readonly parameters: Value; readonly arrays: Value };
	readonly "engine.training.runCannotResumeFromPress": { readonly field: Value; readonly message: Value };
	readonly "engine.training.evaluationBestNoSkill": None;
	readonly "engine.training.wasNotFiniteNumber": { readonly detail: Value; readonly step: Value; readonly lowerOrSingle: Value };
	readonly "engine.training.loss": None;
	readonly "engine.training.gradient": None;
	readonly "engine.training.lowerLearningRate": None;
	readonly "engine.training.lowerLearningRateOrSet": None;
	readonly "engine.training.modelGivesLosses": None;
	readonly "engine.training.thereIsNoArtefactHere": { readonly sha256: Value };
	readonly "engine.training.selfTestComputesInFloat64": None;
	readonly "engine.training.underSettingsRaiseGradientAccumulation": None;
	readonly "lab.run.list": { readonly name: Value; readonly detail: Value; readonly what: Value };
	readonly "lab.run.list2": { readonly field: Value };
	readonly "lab.run.isExportArtefactOnceMore": { readonly fault: Value };
	readonly "lab.run.preparesNothingSoNothing": { readonly policy: Value };
	readonly "lab.run.artefactWasChangedSha256": { readonly sha256: Value; readonly sha2562: Value };
	readonly "lab.run.firstPolicyMustStart": None;
	readonly "lab.run.mustBeAbove": { readonly last: Value };
	readonly "lab.run.not": { readonly demand: Value; readonly fromStep: Value };
	readonly "lab.run.policyPreparesNothingLeaveOut": { readonly id: Value };
	readonly "lab.run.experimentTrainsNoSkillChoose": { readonly stray: Value; readonly trained: Value };
	readonly "lab.run.experimentHasNoSkillLeave": { readonly unknown: Value; readonly skills: Value };
	readonly "lab.run.logOfRun": { readonly step: Value };
	readonly "lab.run.runEndsWithStepFork": { readonly step: Value };
	readonly "lab.run.trainAgainUpToThere": None;
	readonly "lab.run.chooseOneOfSteps": { readonly stored: Value };
	readonly "lab.run.noCheckpointOfStep": { readonly step: Value; readonly mend: Value };
	readonly "lab.run.isOfFormatAndLab": { readonly tag: Value; readonly value: Value };
	readonly "lab.run.contentIsAskForNew": { readonly fault: Value };
	readonly "lab.run.mustHaveScoreForEach": { readonly skills: Value; readonly skills2: Value };
	readonly "lab.run.mustBeAtMostExperiment": { readonly steps: Value; readonly steps2: Value };
	readonly "lab.run.mustHaveCurveForEach": { readonly skills: Value; readonly skills2: Value };
	readonly "lab.run.hasCharactersAboveAsk": { readonly length: Value; readonly maxLinkCharacters: Value };
	readonly "lab.run.wasCutOffOrAltered": None;
	readonly "lab.run.contentIsNotJsonAsk": None;
	readonly "lab.run.linkCannotBeOpened": { readonly what: Value };
	readonly "lab.run.contentIsNotDeflatedData": None;
	readonly "lab.run.contentIsLargerThanBytes": { readonly maxInflatedBytes: Value };
	readonly "lab.run.atCharacterIsNotBase64url": { readonly stray: Value; readonly before: Value };
	readonly "lab.run.wasCutOffOnWay": None;
	readonly "lab.run.experimentHasNoSkillLeaveOut": { readonly focus: Value };
	readonly "lab.run.isHiddenAndPageWould": { readonly place: Value };
	readonly "lab.run.labHasNoSuchRun": None;
	readonly "lab.run.runCameFromFileWithout": { readonly step: Value };
	readonly "lab.run.runHasNotFinishedTrain": None;
	readonly "lab.run.mustBeAtMostLongest": { readonly context: Value; readonly context2: Value };
	readonly "lab.run.hasAnotherTokenizerThanModel": None;
	readonly "lab.run.readsTokensAndExamples": { readonly context: Value; readonly context2: Value };
	readonly "lab.run.modelChooseAnotherOrLeave": { readonly fault: Value };
	readonly "lab.run.labDoesNotHaveImport": { readonly files: Value };
	readonly "lab.run.list3": { readonly name: Value };
	readonly "lab.run.skillOfVersion": { readonly id: Value; readonly version: Value };
	readonly "lab.run.versionOfLabMakesOther": { readonly generated: Value };
	readonly "lab.run.pair": { readonly all: Value; readonly item: Value };
	readonly "lab.run.sha256": { readonly ref: Value; readonly sha256: Value };
	readonly "lab.run.and": { readonly item: Value; readonly other: Value };
	readonly "lab.run.thereIsNoPresetKnown": { readonly id: Value; readonly presets: Value };
	readonly "lab.run.presetMeasuresWithShippedModel": { readonly id: Value };
	readonly "lab.run.presetNeedsBuiltInSkill": { readonly id: Value };
	readonly "lab.run.gpuWasLostTimes": { readonly mostLosses: Value; readonly why: Value };
	readonly "lab.run.anotherRunIsTrainingPause": None;
	readonly "lab.run.runHasNoBestCheckpoint": None;
	readonly "lab.run.runHasNoCheckpointYet": None;
	readonly "lab.run.takesAtMostCharacters": { readonly longest: Value; readonly input: Value };
	readonly "lab.run.takesAtMostTags": { readonly tags: Value; readonly input: Value };
	readonly "lab.run.runHasEndedAtStep": { readonly step: Value };
	readonly "lab.run.runHasFailedOpenAgain": { readonly step: Value };
	readonly "lab.run.list4": { readonly message: Value };
	readonly "lab.run.runHasDoneStepsGive": { readonly done: Value; readonly step: Value };
	readonly "lab.run.runHasNoAverageMix": None;
	readonly "lab.run.mustBeObject": { readonly value: Value };
	readonly "lab.run.labReadsVersionNotOpen": { readonly known: Value; readonly version: Value };
	readonly "lab.run.mustBeAtMostBatch": { readonly batching: Value; readonly accumulation: Value };
	readonly "lab.run.mustBeOne": { readonly skills: Value };
	readonly "lab.run.isOnlyForMeasureSkill": None;
	readonly "lab.run.mustBeAtMostSteps": { readonly steps: Value; readonly stopped: Value };
	readonly "lab.run.isThereTwiceNameEach": { readonly id: Value };
	readonly "lab.run.mustBe0ForSkill": { readonly version: Value };
	readonly "lab.run.mustBe1OrMore": None;
	readonly "lab.run.isForBuiltInSkills": None;
	readonly "lab.run.isForFilesOnlyLeave": None;
	readonly "lab.run.noneIsTrainedSetUse": None;
	readonly "lab.run.gpuWasLostWhat": { readonly reason: Value };
	readonly "lab.run.doesNotStartWithSoIsNotExperiment": { readonly newest: Value };
	readonly "lab.storage.listArtefacts": None;
	readonly "lab.storage.readArtefact": None;
	readonly "lab.storage.keepArtefact": { readonly name: Value };
	readonly "lab.storage.deleteArtefact": None;
	readonly "lab.storage.makeRoom": None;
	readonly "lab.storage.openDatabase": None;
	readonly "lab.storage.databaseIsClosedSoLab": None;
	readonly "lab.storage.newerVersionOfLab": None;
	readonly "lab.storage.databaseWasDeletedByAnother": None;
	readonly "lab.storage.cannotReloadPage": { readonly endings: Value; readonly doing: Value };
	readonly "lab.storage.wasDroppedBeforeWasComplete": { readonly what: Value };
	readonly "lab.storage.clearAwayWhatWasLeft": None;
	readonly "lab.storage.mostOftenDiskIsFull": None;
	readonly "lab.storage.reloadPageAndTryAgain": None;
	readonly "lab.storage.browserDatabaseFailedToNothing": { readonly doing: Value; readonly error: Value; readonly mend: Value };
	readonly "lab.storage.needs": { readonly bytes: Value };
	readonly "lab.storage.thereIsNotEnoughSpace": { readonly doing: Value; readonly needed: Value; readonly bytes: Value };
	readonly "lab.storage.labUsesBrowserReportsFree": { readonly used: Value; readonly free: Value };
	readonly "lab.storage.labUsesOfBrowserAllows": { readonly used: Value; readonly quota: Value; readonly free: Value };
	readonly "lab.storage.keepModel": { readonly name: Value };
	readonly "lab.storage.model": { readonly name: Value };
	readonly "lab.storage.readOfModel": { readonly file: Value; readonly name: Value };
	readonly "lab.storage.clearAwayModel": None;
	readonly "lab.storage.beginToKeepModel": { readonly name: Value };
	readonly "lab.storage.listModels": None;
	readonly "lab.storage.findModel": None;
	readonly "lab.storage.listUnfinishedDownloads": None;
	readonly "lab.storage.findUnfinishedDownload": None;
	readonly "lab.storage.deleteUnfinishedDownload": None;
	readonly "lab.storage.deleteModel": None;
	readonly "lab.storage.makeStores": None;
	readonly "lab.storage.databaseHereWasWritten": None;
	readonly "lab.storage.databaseCouldNotBeBrought": { readonly from: Value; readonly to: Value; readonly what: Value; readonly error: Value };
	readonly "lab.storage.databaseHoldsOfBytes": { readonly at: Value; readonly length: Value; readonly name: Value };
	readonly "lab.storage.keepRun": None;
	readonly "lab.storage.thereIsRunAlreadyStart": { readonly id: Value };
	readonly "lab.storage.readRun": None;
	readonly "lab.storage.listRuns": None;
	readonly "lab.storage.keepCheckpointOfStep": { readonly step: Value };
	readonly "lab.storage.keepHowRunStands": None;
	readonly "lab.storage.keepWhatWasWritten": None;
	readonly "lab.storage.readRunEvents": None;
	readonly "lab.storage.readRunCheckpoint": None;
	readonly "lab.storage.listRunCheckpoints": None;
	readonly "lab.storage.deleteRun": None;
	readonly "lab.storage.runIsNotInDatabase": { readonly id: Value };
	readonly "lab.storage.listSkills": None;
	readonly "lab.storage.findSkill": None;
	readonly "lab.storage.readRows": { readonly name: Value };
	readonly "lab.storage.rowOfOfSkill": { readonly at: Value; readonly counts: Value; readonly name: Value; readonly part: Value };
	readonly "lab.storage.removeSkill": None;
	readonly "lab.storage.restoreSkill": None;
	readonly "lab.storage.deleteRemovedSkills": None;
	readonly "lab.storage.skillIsNotInDatabase": { readonly id: Value };
	readonly "lab.storage.beginImport": None;
	readonly "lab.storage.keepRowsOfImport": None;
	readonly "lab.storage.rowOfPartHasCharacters": { readonly from: Value; readonly part: Value; readonly characters: Value; readonly longestRow: Value };
	readonly "lab.storage.keepSkill": { readonly name: Value };
	readonly "lab.storage.importOf": { readonly name: Value };
	readonly "lab.storage.takeBackImport": None;
	readonly "lab.storage.keep": None;
	readonly "lab.storage.readTilesMeasuredOnGpu": None;
	readonly "lab.storage.keepTilesMeasuredOnGpu": None;
	readonly "lab.worker.mustHave1ToCharacters": { readonly maxArtefactName: Value };
	readonly "lab.worker.policyOfRunHasPrepared": { readonly policy: Value };
	readonly "lab.worker.wasMadeByPolicy": { readonly name: Value; readonly policy: Value; readonly id: Value };
	readonly "lab.worker.labDoesNotHaveArtefact": { readonly detail: Value; readonly sha256: Value };
	readonly "lab.worker.list": { readonly field: Value };
	readonly "lab.worker.labDoesNotHaveModel": { readonly id: Value; readonly sha256: Value };
	readonly "lab.worker.adapterFromLabDoes": { readonly sha256: Value };
	readonly "lab.worker.modelWasDeletedWhile": { readonly name: Value };
	readonly "lab.worker.listOfModels": { readonly href: Value };
	readonly "lab.worker.isNotFileLab": { readonly href: Value };
	readonly "lab.worker.couldNotBeFetchedCheck": { readonly href: Value; readonly why: Value };
	readonly "lab.worker.modelIsNotStoredHere": { readonly model: Value; readonly fault: Value };
	readonly "lab.worker.serverAnswered": { readonly status: Value };
	readonly "lab.worker.gpuFailedSelfTestBecause": { readonly why: Value };
	readonly "lab.worker.gpuCompilesTooSlowly": None;
	readonly "lab.worker.operationIsWrong": { readonly kernel: Value };
	readonly "lab.worker.trainingStepsDiffer": { readonly step: Value };
	readonly "lab.worker.gpuDoesNotAnswer": { readonly seconds: Value };
	readonly "lab.worker.compilerDoesNotFinish": { readonly seconds: Value };
	readonly "lab.worker.browserOffersOneProcessor": None;
	readonly "lab.worker.pageCameOverPlainHttp": None;
	readonly "lab.worker.pageIsNotIsolatedHost": None;
	readonly "lab.worker.browserOffersNoSharedMemory": None;
	readonly "lab.worker.readerDidNotReport": { readonly file: Value; readonly seconds: Value };
	readonly "lab.worker.labCouldNotStartReader": { readonly file: Value };
	readonly "lab.page.runWasPausedAtStep": { readonly step: Value };
	readonly "lab.page.browserBlocksStorageOnPage": None;
	readonly "lessons.errors.named": { readonly source: Value; readonly message: Value };
	readonly "lessons.errors.needsOnBothSides": { readonly value: Value; readonly type: Value; readonly type2: Value };
	readonly "lessons.errors.comparesTwoNumbersOrTwo": { readonly sign: Value; readonly type: Value; readonly type2: Value };
	readonly "lessons.errors.textsHaveNoOrderUse": None;
	readonly "lessons.errors.expressionEndsTooEarlyAdd": None;
	readonly "lessons.errors.standsWhereValue": { readonly value: Value };
	readonly "lessons.errors.closingParenthesisIsMissing": None;
	readonly "lessons.errors.isNotKnownKnown": { readonly name: Value; readonly value: Value };
	readonly "lessons.errors.write": { readonly name: Value };
	readonly "lessons.errors.insideParenthesesStandsSkill": None;
	readonly "lessons.errors.isOneTooManyJoin": { readonly tokens: Value };
	readonly "lessons.errors.meansNothingHereUseNumbers": { readonly source: Value; readonly source2: Value };
	readonly "lessons.errors.lessonIsOnAnotherSite": { readonly address: Value };
	readonly "lessons.errors.fileCannotBeReadCheck": { readonly address: Value; readonly status: Value };
	readonly "lessons.errors.thereIsNoSkillKnown": { readonly id: Value; readonly skills: Value };
	readonly "lessons.errors.line": { readonly file: Value; readonly lines: Value; readonly message: Value };
	readonly "lessons.errors.lineRunHasOnlySteps": { readonly file: Value; readonly lines: Value; readonly field: Value; readonly steps: Value };
	readonly "lessons.errors.lineLessonHasNoSkill": { readonly file: Value; readonly line: Value; readonly source: Value; readonly id: Value; readonly skills: Value };
	readonly "lessons.errors.eachStepBeginsWithTitle": None;
	readonly "lessons.errors.standsBeforeFirstStepWrite": None;
	readonly "lessons.errors.hasNoPlaceInLesson": { readonly raw: Value };
	readonly "lessons.errors.mustBeginWithHttps": { readonly href: Value };
	readonly "lessons.errors.hasNoPlaceInLessonWrite": { readonly raw: Value };
	readonly "lessons.errors.braceInHasNoPartner": { readonly raw: Value };
	readonly "lessons.errors.line2": { readonly file: Value; readonly line: Value; readonly field: Value; readonly message: Value };
	readonly "lessons.errors.fileHasNoFrontMatter": None;
	readonly "lessons.errors.lessonHasToStepsEach": { readonly stepsFrom: Value; readonly stepsTo: Value; readonly sections: Value };
	readonly "lessons.errors.lessonAsksOneQuestion": { readonly requested: Value };
	readonly "lessons.errors.laterStepMustHaveAnswer": None;
	readonly "lessons.errors.fieldIsThereTwiceLeave": None;
	readonly "lessons.errors.lineCannotBeReadIndent": None;
	readonly "lessons.errors.isNoConditionCompare": { readonly source: Value };
	readonly "lessons.errors.stepHasOneBlockStep": None;
	readonly "lessons.errors.questionHasAskAndChoices": None;
	readonly "lessons.errors.stepDoesOneOfExperiment": None;
	readonly "lessons.errors.chooseNameOfLettersDigits": None;
	readonly "lessons.errors.onlyNumberCanBeKept": { readonly type: Value };
	readonly "lessons.errors.writeTextOfChoiceCondition": None;
	readonly "lessons.errors.giveTwoToFiveChoices": None;
	readonly "lessons.errors.stepHasWordsAboveShorten": { readonly title: Value; readonly words: Value; readonly maxWords: Value };
	readonly "lessons.errors.columnsOfAreNotKnown": { readonly name: Value };
	readonly "library.errors.tokenHasSpaceOrCharacter": None;
	readonly "library.errors.isNoAddressOfHub": None;
	readonly "library.errors.redirectsToAddressCannot": { readonly origin: Value };
	readonly "library.errors.isBuiltInAndTakes": { readonly id: Value };
	readonly "library.errors.runTrainsAllWeights": None;
	readonly "library.errors.modelHasNoNameGive": None;
	readonly "library.errors.named": { readonly name: Value; readonly what: Value };
	readonly "library.errors.fileCanNoLonger": { readonly name: Value };
	readonly "library.errors.line": { readonly file: Value; readonly line: Value; readonly what: Value };
	readonly "library.errors.gzipArchiveIsDamaged": { readonly name: Value };
	readonly "library.errors.gzipArchiveUnpacksToMore": { readonly name: Value; readonly mostTimes: Value };
	readonly "library.errors.rowIsMendInFile": { readonly fault: Value };
	readonly "library.errors.parquetFileInsideGzipArchive": { readonly name: Value };
	readonly "library.errors.readerOfParquetFilesCould": { readonly name: Value };
	readonly "library.errors.description": None;
	readonly "library.errors.rowGroup": { readonly index: Value; readonly groups: Value };
	readonly "library.errors.labDoesNotRead": { readonly form: Value };
	readonly "library.errors.bytesAreDamaged": None;
	readonly "library.errors.columnHasAnotherNumberOfRows": { readonly name: Value };
	readonly "library.errors.parquetFileIsCutOff": { readonly name: Value };
	readonly "library.errors.hasAndValues": { readonly name: Value; readonly part: Value; readonly size: Value; readonly list: Value; readonly mostGroupBytes: Value; readonly mostGroupValues: Value };
	readonly "library.errors.parquetFileCannotBeRead": { readonly name: Value; readonly part: Value; readonly what: Value };
	readonly "library.errors.isNoAddress": { readonly value: Value };
	readonly "library.errors.startsWithOnlyMachineMay": { readonly protocol: Value };
	readonly "library.errors.hasPassword": None;
	readonly "library.errors.hasIpv6NumberWhichPage": None;
	readonly "library.errors.namesNotModel": { readonly kind: Value };
	readonly "library.errors.isNoNameOfModel": { readonly typed: Value };
	readonly "library.errors.hasPartOfDotsOnly": { readonly typed: Value };
	readonly "library.errors.typeOwnerNameOwnerName": { readonly what: Value };
	readonly "library.errors.sentWebPageInstead": { readonly origin: Value; readonly url: Value };
	readonly "library.errors.wantsNoRequestForS": { readonly hub: Value; readonly seconds: Value };
	readonly "library.errors.connectionToBrokeTimes": { readonly hub: Value; readonly failures: Value };
	readonly "library.errors.pageMayNotAskYet": { readonly origin: Value };
	readonly "library.errors.sendsFileFromAnotherAddress": { readonly origin: Value };
	readonly "library.errors.pageCameOverHttps": { readonly origin: Value };
	readonly "library.errors.serverAnswersAtButDoes": { readonly origin: Value };
	readonly "library.errors.nothingAnswersAtCheckAddress": { readonly origin: Value };
	readonly "library.errors.tokenWasRefusedCheck": None;
	readonly "library.errors.giveAccessToken": None;
	readonly "library.errors.hubAsksWhoYou": { readonly status: Value; readonly origin: Value; readonly token: Value };
	readonly "library.errors.revision": None;
	readonly "library.errors.modelOrFile": None;
	readonly "library.errors.doesNotExistStatus404": { readonly url: Value; readonly what: Value };
	readonly "library.errors.cannotBeFetchedHubAnswered": { readonly url: Value; readonly status: Value };
	readonly "library.errors.answeredWithSomething": { readonly hub: Value };
	readonly "library.errors.givesNoHash": { readonly hub: Value; readonly name: Value };
	readonly "library.errors.didNotArriveAsHub": { readonly file: Value };
	readonly "library.errors.noRowsChooseFile": { readonly name: Value };
	readonly "library.errors.noneOfRowsCan": { readonly name: Value; readonly rows: Value; readonly line: Value; readonly reason: Value };
	readonly "library.errors.only1UsableRow": { readonly name: Value; readonly copies: Value };
	readonly "library.errors.rowsHaveSamePrompt": { readonly name: Value; readonly usable: Value };
	readonly "library.errors.isNotObject": None;
	readonly "library.errors.noneOfFirstRowsCan": { readonly name: Value; readonly rows: Value; readonly line: Value; readonly reason: Value };
	readonly "library.errors.connectionBrokeAndHubGives": { readonly file: Value };
	readonly "library.errors.hasGbAndLabOpens": { readonly name: Value; readonly bytes: Value; readonly name2: Value };
	readonly "library.errors.pickleWhichCanRunCode": { readonly other: Value };
	readonly "library.errors.weightsAreInLabOpens": { readonly what: Value };
	readonly "library.errors.isNotKnownKnownOnes": { readonly shape: Value; readonly known: Value };
	readonly "library.errors.is": { readonly side: Value; readonly paths: Value; readonly detail: Value };
	readonly "library.errors.missing": None;
	readonly "library.errors.empty": None;
	readonly "library.errors.cannotBeReadWasChanged": { readonly file: Value };
	readonly "library.errors.folderHasAndNoSave": { readonly adapterConfigFile: Value; readonly adapterWeightsFile: Value };
	readonly "library.errors.hasGbAndLabOpensAdapters": { readonly adapterWeightsFile: Value; readonly weights: Value };
	readonly "library.errors.instancesIsEmpty": None;
	readonly "library.errors.instancesIsNotObject": { readonly i: Value };
	readonly "library.errors.historyIsNotPair": { readonly i: Value };
	readonly "library.errors.instructionIsEmpty": None;
	readonly "library.errors.labelIsNotTrue": None;
	readonly "library.errors.labelIsFalseLabDoes": None;
	readonly "library.errors.rowHasLabel": None;
	readonly "library.errors.turnsIsNotList": None;
	readonly "library.errors.referenceIsNotList": None;
	readonly "library.errors.isNotListOfMessages": { readonly key: Value };
	readonly "library.errors.isEmpty": { readonly key: Value };
	readonly "library.errors.hasNoRole": { readonly where: Value };
	readonly "library.errors.functionCallIsOldField": { readonly where: Value };
	readonly "library.errors.hasPartOfTypeOnly": { readonly where: Value; readonly type: Value };
	readonly "library.errors.rowIsNotObject": { readonly value: Value };
	readonly "library.errors.isMissing": { readonly where: Value };
	readonly "library.errors.isNotListOfTurns": { readonly key: Value };
	readonly "library.errors.isNoCallJson": { readonly where: Value };
	readonly "library.errors.weightIsNot0": { readonly where: Value };
	readonly "library.errors.isNotList": { readonly where: Value };
	readonly "library.errors.isByKnownAreSystem": { readonly where: Value; readonly role: Value };
	readonly "library.errors.conversationHasNoQuestion": None;
	readonly "library.errors.everyAnswerOfConversation": None;
	readonly "library.errors.conversationHasNoAnswer": None;
	readonly "library.errors.isLongerThanFileOrThan8": None;
	readonly "mixing.errors.isNotSelectorOfRaise": None;
	readonly "mixing.errors.selectorHasVersionWithFeatures": { readonly version: Value; readonly features: Value; readonly version2: Value; readonly featureCount: Value };
	readonly "mixing.errors.numbersAreDamagedUseAnother": None;
	readonly "mixing.errors.artefact": { readonly why: Value };
	readonly "mixing.errors.lossesOfAreMissing": { readonly field: Value; readonly name: Value };
	readonly "mixing.errors.artefactSelectorReadsStates": { readonly width: Value; readonly width2: Value };
	readonly "mixing.errors.inRollOutValidationLoss": { readonly number: Value; readonly broken: Value };
	readonly "mixing.errors.targetsHasNoValidationExamples": { readonly name: Value; readonly size: Value };
	readonly "mixing.errors.targetsNoSkillHasExample": None;
	readonly "mixing.errors.choosesRowsItself": { readonly id: Value };
	readonly "mixing.errors.is0SoWouldNever": { readonly name: Value };
	readonly "mixing.errors.targetIsNotAmongTrained": { readonly id: Value; readonly skills: Value };
	readonly "mixing.errors.listOfAtMostSkills": { readonly limit: Value };
	readonly "mixing.errors.hiddenWidthOfSetHidden": { readonly hidden: Value };
	readonly "mixing.errors.leftOutOfFeaturesSet": { readonly without: Value };
	readonly "mixing.errors.classesSetClasses": { readonly count: Value };
	readonly "mixing.errors.artefactSelectorWasTrained": { readonly differs: Value };
	readonly "mixing.errors.unimaxHasNoBudget": None;
	readonly "mixing.errors.letPolicyPrepareAgain": { readonly message: Value };
	readonly "mixing.errors.isMissing": None;
	readonly "mixing.errors.thereIsNoMixingPolicy": { readonly field: Value; readonly id: Value; readonly mixingPolicies: Value };
	readonly "mixing.errors.targetsIsNotTrainedSkill": { readonly unknown: Value; readonly skills: Value };
	readonly "mixing.errors.skillIsInMix": { readonly id: Value };
	readonly "mixing.errors.everyTrainedSkillHasShare": { readonly field: Value; readonly skills: Value };
	readonly "mixing.errors.noSkillHasTrainingExample": None;
	readonly "mixing.errors.skillsHasNoTrainingExample": { readonly id: Value; readonly name: Value };
	readonly "mixing.errors.storedStateOfPolicy": { readonly message: Value };
	readonly "mixing.errors.thereIsNoWorldKnown": { readonly id: Value; readonly namedWorlds: Value };
	readonly "questions.errors.theseAnswersAreNotHere": None;
	readonly "questions.errors.answersAnotherQuestionSetChoose": { readonly name: Value };
	readonly "questions.errors.mustHave1To200": None;
	readonly "questions.errors.thereIsNoQuestionSet": { readonly sha256: Value };
	readonly "questions.errors.setIsHereAlready": None;
	readonly "questions.errors.setComesWithLab": None;
	readonly "questions.errors.runIsTrainingPauseFirst": None;
	readonly "questions.errors.giveNameMarksOfTwo": None;
	readonly "questions.errors.noQuestionHasAnswer": None;
	readonly "questions.errors.mustBe": { readonly what: Value; readonly input: Value };
	readonly "questions.errors.hasCharactersGiveAtMost": { readonly input: Value; readonly longest: Value };
	readonly "questions.errors.isEmptyWriteOrRemove": None;
	readonly "questions.errors.isNoCategoryEight": { readonly input: Value; readonly categories: Value };
	readonly "questions.errors.isSameFieldAsGive": { readonly before: Value };
	readonly "questions.errors.line": { readonly line: Value };
	readonly "questions.errors.isGiveObjectsWithFewer": { readonly fault: Value };
	readonly "questions.errors.isNeitherJsonNorJson": { readonly line: Value; readonly lines: Value };
	readonly "questions.errors.orFileWasCutOff": None;
	readonly "questions.errors.isNoJsonGiveWhole": { readonly cut: Value; readonly item: Value };
	readonly "questions.errors.judgeServerWantsNoRequest": { readonly milliseconds: Value };
	readonly "questions.errors.gaveWebPageInstead": { readonly url: Value };
	readonly "questions.errors.gaveSomethingIsNoChat": { readonly url: Value; readonly body: Value };
	readonly "questions.errors.pageMayNotAskYet": { readonly origin: Value };
	readonly "questions.errors.pageCameOverHttps": { readonly origin: Value; readonly protocol: Value };
	readonly "questions.errors.nothingAnswersAtCheckHost": { readonly origin: Value };
	readonly "questions.errors.serverAnswersAtButDoes": { readonly origin: Value; readonly page: Value };
	readonly "questions.errors.redirectsRequestsGiveAddressLeads": { readonly address: Value };
	readonly "questions.errors.judgeDidNotAnswerWithin": { readonly timeout: Value };
	readonly "questions.errors.connectionToBrokeBeforeAnswer": { readonly origin: Value };
	readonly "questions.errors.sentMoreThanMillionCharacters": { readonly origin: Value };
	readonly "questions.errors.says": { readonly reply: Value };
	readonly "questions.errors.judgeServerRefusedKeyStatus": { readonly status: Value; readonly model: Value };
	readonly "questions.errors.chatCompletionsDoesNotExist": { readonly address: Value; readonly model: Value; readonly status: Value; readonly says: Value };
	readonly "questions.errors.judgeServerWantsFewerRequests": { readonly says: Value };
	readonly "questions.errors.judgeServerFailedStatusLook": { readonly status: Value; readonly says: Value };
	readonly "questions.errors.judgeServerRefusedRequestStatus": { readonly status: Value; readonly says: Value };
	readonly "questions.errors.thereIsNoJsonObject": None;
	readonly "questions.errors.holdsTwice": { readonly twice: Value };
	readonly "questions.errors.isMissing": { readonly key: Value };
	readonly "questions.errors.holdsTwoDifferentSets": None;
	readonly "questions.errors.markOfIsNoNumber": { readonly category: Value };
	readonly "questions.errors.markOf": { readonly category: Value; readonly input: Value; readonly low: Value; readonly high: Value };
	readonly "questions.errors.judgeReplyToCannot": { readonly id: Value; readonly statement: Value };
	readonly "questions.errors.addressLikeHttpLocalhost11434": None;
	readonly "questions.errors.hasNoAddressGive": { readonly example: Value };
	readonly "questions.errors.isNoAddressGive": { readonly input: Value; readonly example: Value };
	readonly "questions.errors.startsWithGive": { readonly protocol: Value; readonly example: Value };
	readonly "questions.errors.hasNameOrPasswordAddresses": None;
	readonly "questions.errors.hasOrAddressesAreStored": None;
	readonly "questions.errors.isIpv6NumberWhichPage": None;
	readonly "questions.errors.hasNoModelGiveName": None;
	readonly "questions.errors.keyHasSpaceOrCharacter": None;
	readonly "questions.errors.named": { readonly line: Value; readonly read: Value };
	readonly "questions.errors.cannotBeUsedCorrect": { readonly file: Value; readonly faults: Value; readonly detail: Value; readonly faults2: Value };
	readonly "questions.errors.line2": None;
	readonly "questions.errors.lines": None;
	readonly "questions.errors.hasNoAnswersGiveOne": { readonly file: Value };
	readonly "questions.errors.ofQuestionsHaveNoAnswer": { readonly missing: Value; readonly ids: Value; readonly list: Value };
	readonly "questions.errors.list": { readonly all: Value; readonly item: Value };
	readonly "questions.errors.andMore": { readonly list: Value; readonly more: Value };
	readonly "questions.errors.isNotObjectIdAnswer": { readonly value: Value };
	readonly "questions.errors.hasNoId": None;
	readonly "questions.errors.isNoQuestionOfSet": { readonly id: Value };
	readonly "questions.errors.hasNoAnswer": { readonly id: Value };
	readonly "questions.errors.answerToIsNotText": { readonly id: Value; readonly value: Value };
	readonly "questions.errors.answerToHasMore": { readonly id: Value; readonly longestAnswer: Value };
	readonly "questions.errors.wasAnsweredInLineAlready": { readonly id: Value; readonly before: Value };
	readonly "questions.errors.mustHaveOneEntry": { readonly categories: Value; readonly input: Value };
	readonly "questions.errors.areAll0SoNothing": None;
	readonly "questions.errors.numberFrom0To1": { readonly value: Value };
	readonly "questions.errors.hasNothingToScore": None;
	readonly "questions.errors.servesWhichHasNoWeight": { readonly category: Value };
	readonly "questions.errors.isMissingButThere": None;
	readonly "questions.errors.leavesNoCategoryWithWeight": None;
	readonly "questions.errors.ruleCannotMeasureChooseOne": { readonly kind: Value; readonly category: Value; readonly categories: Value };
	readonly "questions.errors.hasNoScoresGiveOne": None;
	readonly "questions.errors.isNoQuestionOfSetName": { readonly question: Value };
	readonly "questions.errors.thereAreNone": None;
	readonly "questions.errors.isNameOfAnswerSets": { readonly value: Value; readonly found: Value };
	readonly "questions.errors.isNoneOfAnswerSets": { readonly value: Value; readonly names: Value };
	readonly "questions.errors.labReadsVersion1": { readonly input: Value };
	readonly "questions.errors.isEmptyChooseAnotherFile": None;
	readonly "questions.errors.hasNoQuestionsAdd": None;
	readonly "questions.errors.hasQuestionsGiveAtMost": { readonly rows: Value; readonly maxQuestions: Value };
	readonly "questions.errors.isIdOfAnotherQuestion": { readonly before: Value };
	readonly "questions.errors.isQuestionItselfNameAnother": None;
	readonly "questions.errors.ofQuestionsWereGiven": { readonly n: Value; readonly questions: Value; readonly what: Value };
	readonly "questions.errors.fieldIsNotReadTimes": { readonly field: Value; readonly n: Value };
	readonly "questions.errors.theseRulesWereRemovedPeople": { readonly removed: Value };
	readonly "questions.errors.is": { readonly fault: Value };
	readonly "questions.errors.questionScoreIsWS": None;
	readonly "questions.errors.wherePeopleMarkedAnswerTheir": None;
	readonly "questions.errors.notMarkedIsNo0": None;
	readonly "questions.errors.ofQuestionsHaveNoAnswerAndCount": { readonly name: Value; readonly missing: Value; readonly questions: Value };
	readonly "questions.errors.consistency1MinusAbsoluteDifference": None;
	readonly "questions.errors.impactScoresWeightedByWhat": None;
	readonly "questions.errors.reliabilityOverSeedsOfOne": None;
	readonly "questions.errors.differencesAreQuestionByQuestion": None;
	readonly "questions.errors.ofAnswersHaveAllTheir": { readonly name: Value; readonly n: Value; readonly all: Value; readonly open: Value };
	readonly "questions.errors.notMarkedPersonOrJudge": { readonly why: Value };
	readonly "questions.errors.mustNameOrMore": { readonly min: Value };
	readonly "questions.errors.mustNameAtMost200": None;
	readonly "questions.errors.compliesSays": { readonly value: Value };
	readonly "questions.errors.isNoPlainRefusal": None;
	readonly "questions.errors.besideRefusalStands": { readonly strange: Value };
	readonly "questions.errors.refusesAndSaysNothingElse": None;
	readonly "questions.errors.n0IfAnswer": None;
	readonly "questions.errors.noPrivateDataPatternsKnow": None;
	readonly "questions.errors.privateData": { readonly found: Value };
	readonly "questions.errors.words": { readonly count: Value };
	readonly "questions.errors.sentences": { readonly count: Value };
	readonly "questions.errors.characters": { readonly count: Value };
	readonly "questions.errors.namesNoBudgetGiveWords": None;
	readonly "questions.errors.and": { readonly all: Value; readonly next: Value };
	readonly "questions.errors.n1UpToFalling": { readonly budgets: Value };
	readonly "questions.errors.areWantedAtMost": { readonly counted: Value; readonly budget: Value };
	readonly "questions.errors.patternHasCharactersGive": { readonly pattern: Value; readonly longestPattern: Value };
	readonly "questions.errors.patternCannotBeUsedLook": { readonly error: Value };
	readonly "questions.errors.n1IfMatchesAnswer": { readonly source: Value };
	readonly "questions.errors.n1IfDoes": { readonly source: Value };
	readonly "questions.errors.formIsThere": None;
	readonly "questions.errors.formIsNotThere": None;
	readonly "questions.errors.sameCanBeSaid": { readonly why: Value };
	readonly "questions.errors.hasUnit": None;
	readonly "questions.errors.besideNumberStands": { readonly strange: Value };
	readonly "questions.errors.numberOrUnit": None;
	readonly "questions.errors.gives": { readonly settings: Value };
	readonly "questions.errors.doesNotGive": { readonly settings: Value };
	readonly "questions.errors.needsQuestionReferenceAddOne": None;
	readonly "questions.errors.n1IfWholeAnswer": { readonly requested: Value };
	readonly "questions.errors.isReference": None;
	readonly "questions.errors.otherWordsStandAroundReference": None;
	readonly "questions.errors.isNotReference": None;
	readonly "questions.errors.namesSeveral": None;
	readonly "questions.errors.namesNoListedAnswer": None;
	readonly "questions.errors.otherWordsStandBesideYes": None;
	readonly "questions.errors.besideStands": { readonly found: Value; readonly strange: Value };
	readonly "questions.errors.names": { readonly found: Value };
	readonly "questions.errors.namesWrong": { readonly found: Value };
	readonly "questions.errors.n1MinusTwiceShare": { readonly requested: Value };
	readonly "questions.errors.lettersTellNothingAboutMeaning": None;
	readonly "questions.errors.ofLettersAgree": { readonly best: Value };
	readonly "questions.errors.ruleWasRemovedCountedWords": None;
	readonly "questions.errors.ruleWasRemoved": None;
	readonly "questions.errors.thereIsNoRuleChoose": { readonly name: Value; readonly known: Value };
	readonly "questions.errors.answerIsEmpty": None;
	readonly "questions.errors.onlySaysQuestionAgain": None;
	readonly "questions.errors.listQuestionSets": None;
	readonly "questions.errors.readQuestionSet": None;
	readonly "questions.errors.keepQuestionSet": { readonly name: Value };
	readonly "questions.errors.deleteQuestionSet": None;
	readonly "questions.errors.listAnswers": None;
	readonly "questions.errors.readAnswers": None;
	readonly "questions.errors.keepAnswers": None;
	readonly "questions.errors.keepScores": None;
	readonly "questions.errors.theseAnswers": None;
	readonly "questions.errors.deleteAnswers": None;
	readonly "questions.errors.n1IfAnswer": { readonly gives: Value };
	readonly "questions.errors.n1IfAnswerIsEnglish": None;
	readonly "questions.errors.forClarityAndConcisenessAndInLanguage": { readonly detail: Value };
	readonly "questions.errors.patternHasWildcardsWhichMatch": None;
	readonly "questions.errors.otherWordsStandAroundForm": None;
	readonly "questions.errors.n1IfAnswerIs0": { readonly range: Value };
	readonly "questions.errors.doesNotHaveExactlyOne": None;
	readonly "questions.errors.n1IfAnswerIs0IfIsAlso": { readonly requested: Value; readonly wrong: Value };
	readonly "questions.errors.n1IfAnswerIsAlso": { readonly requested: Value };
	readonly "questions.errors.makeStores": None;
	readonly "questions.errors.isNotFieldHereDo": { readonly near: Value };
	readonly "questions.errors.isNotFieldHereCall": None;
	readonly "race.errors.raceHasToLanes": { readonly fewest: Value; readonly limit: Value; readonly lanes: Value };
	readonly "race.errors.differsFromFirstLane": None;
	readonly "runs.errors.runHasNoWeightsHere": None;
	readonly "runs.errors.policyKnowsSharesOnlyAfter": None;
	readonly "runs.errors.nothingOfWasStored": { readonly name: Value; readonly statement: Value };
	readonly "runs.errors.isWasCutOff": { readonly fault: Value };
	readonly "runs.errors.mustBeIsNoRun": { readonly format: Value };
	readonly "runs.errors.sha256RunWasAltered": None;
	readonly "runs.errors.hasNoWeightsInFile": None;
	readonly "runs.errors.mustHaveAsManyNumbers": None;
	readonly "runs.errors.holdsMoreThanLists": { readonly mostLists: Value };
	readonly "runs.errors.mustBeStepAfterOne": { readonly last: Value; readonly step: Value };
	readonly "runs.errors.mustBeAsOfStep": { readonly last: Value; readonly step: Value };
	readonly "runs.errors.mustReachStepWhereRun": { readonly step: Value; readonly last: Value };
	readonly "runs.errors.runResultsAreNotThose": None;
	readonly "runs.errors.list": { readonly field: Value; readonly statement: Value };
	readonly "runs.errors.weightsAndTheirMoments": { readonly bytes: Value; readonly maxBytes: Value };
	readonly "runs.errors.mustBeAsRun": { readonly done: Value; readonly step: Value };
	readonly "runs.errors.mustHaveNumbersAsWeights": { readonly weights: Value; readonly length: Value };
	readonly "runs.errors.isNotBase64Ask": None;
	readonly "runs.errors.mustBeWhole32Bit": { readonly bytes: Value };
	readonly "runs.errors.mustBeFiniteNumber": { readonly floats: Value };
	readonly "studies.errors.thereIsStudyAlreadyChoose": { readonly studyId: Value };
	readonly "studies.errors.epochsOfExamplesAreSteps": { readonly epochs: Value; readonly examples: Value; readonly steps: Value; readonly maxSteps: Value };
	readonly "studies.errors.epochsLabDoes": { readonly name: Value };
	readonly "studies.errors.sharesOfSeed": { readonly policy: Value; readonly seed: Value };
	readonly "studies.errors.studyHasCellsMore": { readonly count: Value; readonly sizes: Value; readonly maxCells: Value };
	readonly "studies.errors.studyHasNoFactor": { readonly unknown: Value; readonly ids: Value };
	readonly "studies.errors.isCorrect": { readonly file: Value; readonly fault: Value };
	readonly "studies.errors.named": { readonly file: Value; readonly statement: Value };
	readonly "studies.errors.line": { readonly file: Value; readonly line: Value; readonly statement: Value };
	readonly "studies.errors.linkCannotBeReadHere": None;
	readonly "studies.errors.isThereTwiceGiveEach": { readonly label: Value };
	readonly "studies.errors.isNoPolicyBeforeOne": { readonly meanOf: Value };
	readonly "studies.errors.takesNoSharesUseReplay": { readonly id: Value };
	readonly "studies.errors.hasNoPresetKnownOnes": { readonly id: Value; readonly preset: Value; readonly known: Value };
	readonly "studies.errors.labHasNoModelKnown": { readonly entry: Value; readonly known: Value };
	readonly "studies.errors.isEmptySoThere": None;
	readonly "studies.errors.isThereTwiceLeaveOne": { readonly value: Value };
	readonly "studies.errors.isMissingNameAtLeast": None;
	readonly "studies.errors.repeatsEarlierShareBoth": { readonly shares: Value };
	readonly "studies.errors.isLabelOfAnotherCell": { readonly labels: Value };
	readonly "studies.errors.isNoneOfPoliciesKnown": { readonly unknown: Value; readonly labels: Value };
	readonly "studies.errors.soThereCan": { readonly reason: Value };
	readonly "studies.errors.soPolicyCannotHaveOwn": { readonly reason: Value };
	readonly "studies.errors.bothAreGiveTwoDifferent": { readonly first: Value };
	readonly "studies.errors.isOneOfStudySeeds": { readonly seeds: Value };
	readonly "studies.errors.takesMixWithBestAverage": None;
	readonly "studies.errors.experimentHasNoSkillKnown": { readonly id: Value; readonly known: Value };
	readonly "studies.errors.isInDomainTooPut": { readonly both: Value };
	readonly "studies.errors.experimentHasNoSuchSkill": { readonly ids: Value };
	readonly "studies.errors.studyDoesNotVaryLeave": { readonly over: Value };
	readonly "studies.errors.isNoPolicy": { readonly unknown: Value; readonly known: Value };
	readonly "studies.errors.isOnBothSidesName": { readonly name: Value };
	readonly "studies.errors.andHaveNoOtherFactors": { readonly name: Value; readonly against: Value };
	readonly "studies.errors.experimentHasNoSkillUse": { readonly stray: Value; readonly ids: Value };
	readonly "studies.errors.neitherNorHasTargetName": { readonly name: Value; readonly against: Value };
	readonly "studies.errors.repeatsEarlierComparisonLeaveOne": None;
	readonly "studies.errors.thereIsNoOtherPolicy": None;
	readonly "studies.errors.someOutcomesAreLossOthers": None;
	readonly "studies.errors.studyHasNoTargetName": None;
	readonly "studies.errors.studyHasNoDomainSkills": None;
	readonly "studies.errors.studyHasNoGeneralSkills": None;
	readonly "studies.errors.experimentChoosesNoBestCheckpoint": None;
	readonly "studies.errors.noTrainedSkillHasExact": None;
	readonly "studies.errors.labHasNoSuchStudy": None;
	readonly "studies.errors.listStudies": None;
	readonly "studies.errors.readStudy": None;
	readonly "studies.errors.keepStudy": { readonly title: Value };
	readonly "studies.errors.readStudyResults": None;
	readonly "studies.errors.keepResultOfCell": None;
	readonly "studies.errors.studyIsNotInDatabase": None;
	readonly "studies.errors.forgetResultsOfStudy": None;
	readonly "studies.errors.deleteStudy": None;
	readonly "studies.errors.makeStores": None;
}

/** The message files that each language must have, with all texts of English. */
export interface MessageFiles {
	"device.errors": typeof import('./en/device.errors.json');
	device: typeof import('./en/device.json');
	differences: typeof import('./en/differences.json');
	engine: typeof import('./en/engine.json');
	explain: typeof import('./en/explain.json');
	"explain.manifest": typeof import('./en/explain.manifest.json');
	format: typeof import('./en/format.json');
	lab: typeof import('./en/lab.json');
	"lessons.errors": typeof import('./en/lessons.errors.json');
	lessons: typeof import('./en/lessons.json');
	"lessons.manifest": typeof import('./en/lessons.manifest.json');
	"library.errors": typeof import('./en/library.errors.json');
	library: typeof import('./en/library.json');
	"library.manifest": typeof import('./en/library.manifest.json');
	"mixing.errors": typeof import('./en/mixing.errors.json');
	page: typeof import('./en/page.json');
	policy: typeof import('./en/policy.json');
	"policy.manifest": typeof import('./en/policy.manifest.json');
	"questions.errors": typeof import('./en/questions.errors.json');
	questions: typeof import('./en/questions.json');
	"questions.manifest": typeof import('./en/questions.manifest.json');
	"race.errors": typeof import('./en/race.errors.json');
	race: typeof import('./en/race.json');
	"race.manifest": typeof import('./en/race.manifest.json');
	"runs.errors": typeof import('./en/runs.errors.json');
	runs: typeof import('./en/runs.json');
	"runs.manifest": typeof import('./en/runs.manifest.json');
	settings: typeof import('./en/settings.json');
	share: typeof import('./en/share.json');
	"share.manifest": typeof import('./en/share.manifest.json');
	stored: typeof import('./en/stored.json');
	"studies.errors": typeof import('./en/studies.errors.json');
}

export interface DeviceWords {
	readonly title: string;
	readonly about: string;
	readonly failed: string;
	readonly failedMend: string;
	readonly openReport: string;
	readonly test: string;
	readonly measure: string;
	readonly measureHint: string;
	readonly measuring: string;
	readonly cannot: string;
	readonly steps: string;
	readonly tiles: string;
	readonly copy: string;
	readonly copied: string;
	readonly save: string;
	readonly issue: string;
	readonly reload: string;
	readonly columns: {
		readonly model: string;
		readonly parameters: string;
		readonly webgpu: string;
		readonly wasm: string;
		readonly product: string;
		readonly outputs: string;
		readonly tile: string;
		readonly gflops: string;
	};
}

export interface DifferencesWords {
	readonly field: {
		readonly model: string;
		readonly auxiliary: string;
		readonly seed: string;
		readonly steps: string;
		readonly skills: string;
		readonly "budget.kind": string;
		readonly "budget.tokens": string;
		readonly "budget.seconds": string;
		readonly "budget.stopped": string;
		readonly "batching.size": string;
		readonly "batching.context": string;
		readonly "batching.layout": string;
		readonly "optimizer.learningRate": string;
		readonly "optimizer.beta1": string;
		readonly "optimizer.beta2": string;
		readonly "optimizer.epsilon": string;
		readonly "optimizer.weightDecay": string;
		readonly "optimizer.clip": string;
		readonly "optimizer.accumulation": string;
		readonly adapter: string;
		readonly "adapter.rank": string;
		readonly "adapter.alpha": string;
		readonly "adapter.dropout": string;
		readonly "adapter.rankStabilised": string;
		readonly "adapter.base": string;
		readonly "adapter.targets": string;
		readonly "adapter.rankPattern": string;
		readonly "adapter.alphaPattern": string;
		readonly "schedule.kind": string;
		readonly "schedule.warmup": string;
		readonly "schedule.floor": string;
		readonly "evaluation.every": string;
		readonly "evaluation.examples": string;
		readonly "evaluation.finalExamples": string;
		readonly "evaluation.samples": string;
		readonly "evaluation.part": string;
		readonly "evaluation.best": string;
		readonly "evaluation.bestSkill": string;
		readonly precision: string;
		readonly activations: string;
		readonly checkpointEvery: string;
	};
	readonly skillField: {
		readonly use: string;
		readonly version: string;
		readonly sha256: string;
		readonly "noise.wrongShare": string;
		readonly "noise.duplicates": string;
		readonly "noise.rows": string;
		readonly "noise.only": string;
		readonly "recipe.heldOutShare": string;
		readonly "recipe.seed": string;
		readonly "recipe.maskPrivate": string;
	};
	readonly uses: {
		readonly train: string;
		readonly watch: string;
	};
	readonly there: string;
	readonly segment: (values: { readonly step: number; readonly policy: Value }) => string;
	readonly segmentField: (values: { readonly i: number }) => string;
	readonly setting: (values: { readonly step: number; readonly policy: Value; readonly setting: Value }) => string;
	readonly artefact: string;
	readonly share: (values: { readonly value: number | null | undefined }) => string;
}

export interface ExplainWords {
	readonly why: {
		readonly title: string;
		readonly explain: string;
		readonly details: string;
		readonly arrows: string;
		readonly moves: {
			readonly up: string;
			readonly down: string;
			readonly same: string;
		};
		readonly helped: string;
		readonly helpedHelp: string;
		readonly better: (values: { readonly step: number; readonly points: Value }) => string;
		readonly worse: (values: { readonly step: number; readonly points: Value }) => string;
		readonly chance: (values: { readonly step: number; readonly points: Value; readonly half: Value }) => string;
		readonly noCommon: string;
		readonly noUniform: string;
		readonly trainUniform: string;
		readonly uniformWaits: string;
		readonly uniform: (values: { readonly step: number; readonly steps: number }) => string;
		readonly traces: string;
		readonly forgetting: string;
		readonly forgettingHelp: string;
		readonly forgot: {
			readonly most: (values: { readonly skill: Value; readonly from: Value; readonly to: Value }) => string;
			readonly some: (values: { readonly skill: Value; readonly from: Value; readonly to: Value }) => string;
		};
		readonly kept: (values: { readonly skill: Value; readonly from: Value; readonly to: Value }) => string;
		readonly beforeWhat: (values: { readonly steps: number; readonly size: Value; readonly skills: Value; readonly policy: Value }) => string;
		readonly beforeBudget: {
			readonly tokens: (values: { readonly tokens: number }) => string;
			readonly seconds: (values: { readonly milliseconds: number; readonly steps: number }) => string;
			readonly stopped: (values: { readonly step: number; readonly milliseconds: number }) => string;
		};
		readonly beforeTest: (values: { readonly every: Value }) => string;
		readonly beforeTime: (values: { readonly milliseconds: number; readonly each: Value }) => string;
		readonly beforeTimeUnknown: string;
		readonly beforeExpected: string;
		readonly beforeDo: string;
	};
	readonly results: {
		readonly title: string;
		readonly explain: string;
		readonly few: (values: { readonly prompts: number }) => string;
		readonly fewHelp: string;
		readonly versus: string;
		readonly versusSeed: string;
		readonly noiseMark: string;
		readonly remarks: {
			readonly unfinished: (values: { readonly step: number; readonly steps: number }) => string;
			readonly noCommonStep: (values: { readonly step: number }) => string;
			readonly otherSteps: (values: { readonly steps: number; readonly ownSteps: number }) => string;
			readonly otherSkills: (values: { readonly sides: readonly Value[] }) => string;
			readonly onlyHere: (values: { readonly skills: readonly Value[] }) => string;
			readonly onlyThere: (values: { readonly skills: readonly Value[] }) => string;
		};
		readonly noise: string;
		readonly noiseHelp: (values: { readonly points: Value }) => string;
		readonly versusHelp: string;
		readonly oneSeedHelp: string;
		readonly shown: (values: { readonly seeds: Value }) => string;
		readonly repeat: string;
		readonly repeating: (values: { readonly seed: Value; readonly step: number; readonly steps: number }) => string;
		readonly repeatFailed: string;
		readonly seeds: (values: { readonly seeds: Value }) => string;
		readonly oneRun: string;
	};
	readonly inWords: {
		readonly sentence: (values: { readonly ended: boolean; readonly clauses: readonly Value[] }) => string;
		readonly learned: (values: { readonly isFirst: boolean; readonly skills: readonly Value[] }) => string;
		readonly partly: (values: { readonly isFirst: boolean; readonly skills: readonly Value[] }) => string;
		readonly barely: (values: { readonly isFirst: boolean; readonly skills: readonly Value[] }) => string;
		readonly not: (values: { readonly isFirst: boolean; readonly skills: readonly Value[] }) => string;
		readonly kept: (values: { readonly skills: readonly Value[] }) => string;
		readonly worse: (values: { readonly skills: readonly Value[] }) => string;
		readonly forgot: (values: { readonly most: boolean; readonly name: Value; readonly ratio: number }) => string;
		readonly rise: (values: { readonly name: Value; readonly from: number | null | undefined; readonly to: number | null | undefined }) => string;
		readonly level: (values: { readonly name: Value; readonly to: number | null | undefined }) => string;
	};
	readonly samples: {
		readonly title: string;
		readonly explain: string;
		readonly none: string;
		readonly step: (values: { readonly step: number }) => string;
		readonly right: string;
		readonly wrong: string;
		readonly expected: (values: { readonly text: Value }) => string;
		readonly empty: string;
	};
	readonly best: {
		readonly name: string;
		readonly title: (values: { readonly step: number }) => string;
		readonly measures: {
			readonly loss: string;
			readonly exact: string;
			readonly worst: string;
		};
		readonly skill: (values: { readonly name: Value }) => string;
		readonly chosen: (values: { readonly measure: Value; readonly value: Value }) => string;
		readonly scores: (values: { readonly average: Value; readonly worst: Value }) => string;
		readonly explain: string;
		readonly optimistic: string;
	};
	readonly tryIt: {
		readonly title: string;
		readonly explain: string;
		readonly prompt: string;
		readonly ask: string;
		readonly base: string;
		readonly best: (values: { readonly step: number }) => string;
		readonly tuned: (values: { readonly step: number }) => string;
		readonly old: (values: { readonly step: number }) => string;
		readonly sampling: string;
		readonly stop: string;
		readonly cut: string;
		readonly failed: string;
		readonly example: string;
	};
	readonly log: {
		readonly title: string;
		readonly help: string;
		readonly at: (values: { readonly step: number }) => string;
		readonly toStep: (values: { readonly step: number }) => string;
		readonly warning: string;
		readonly asOf: (values: { readonly step: number }) => string;
	};
	readonly curve: {
		readonly title: string;
		readonly help: string;
		readonly what: string;
		readonly against: string;
		readonly none: string;
		readonly chart: (values: { readonly label: Value; readonly text: Value }) => string;
		readonly table: (values: { readonly label: Value }) => string;
	};
	readonly matrix: {
		readonly seen: string;
		readonly measured: string;
		readonly measuredTitle: string;
		readonly entry: (values: { readonly row: Value; readonly column: Value; readonly value: Value }) => string;
		readonly interval: (values: { readonly low: Value; readonly high: Value }) => string;
		readonly notMeasured: string;
		readonly notThis: string;
		readonly scale: (values: { readonly low: Value; readonly high: Value }) => string;
	};
	readonly influences: {
		readonly figure: string;
	};
	readonly law: {
		readonly help: string;
		readonly what: string;
		readonly prediction: string;
		readonly predicted: string;
		readonly measured: string;
		readonly share: (values: { readonly name: Value }) => string;
		readonly trial: (values: { readonly number: number }) => string;
		readonly law: (values: { readonly share: Value }) => string;
		readonly equal: (values: { readonly loss: Value }) => string;
		readonly chart: (values: { readonly title: Value; readonly trials: number; readonly found: Value }) => string;
		readonly found: (values: { readonly share: Value }) => string;
		readonly agreement: (values: { readonly rank: Value }) => string;
	};
	readonly picks: {
		readonly title: string;
		readonly explain: string;
		readonly wrong: string;
		readonly wrongTitle: string;
		readonly wrongHelp: string;
		readonly wrongNow: (values: { readonly share: number | null | undefined }) => string;
		readonly pool: (values: { readonly share: number | null | undefined }) => string;
		readonly wrongChart: (values: { readonly now: Value; readonly pool: Value }) => string;
		readonly batch: string;
		readonly soFar: string;
		readonly poolLine: string;
		readonly noneWrong: string;
		readonly summary: (values: { readonly picks: number; readonly distinct: number; readonly pool: number }) => string;
		readonly table: string;
		readonly columns: {
			readonly skill: string;
			readonly row: string;
			readonly class: string;
			readonly times: string;
			readonly first: string;
			readonly last: string;
			readonly noisy: string;
		};
		readonly columnHelp: {
			readonly skill: string;
			readonly row: string;
			readonly class: string;
			readonly times: string;
			readonly first: string;
			readonly last: string;
			readonly noisy: string;
		};
		readonly open: (values: { readonly row: number; readonly skill: Value }) => string;
		readonly loading: string;
		readonly gone: string;
		readonly page: (values: { readonly from: number; readonly to: number; readonly all: number }) => string;
	};
	readonly cost: {
		readonly title: string;
		readonly help: string;
		readonly updates: string;
		readonly ofRun: string;
		readonly ofPreparation: string;
		readonly all: string;
		readonly fullData: string;
		readonly measured: string;
		readonly preparing: string;
		readonly share: (values: { readonly share: number }) => string;
		readonly startFull: string;
		readonly startFullHelp: (values: { readonly steps: number }) => string;
		readonly showFull: string;
		readonly compared: string;
		readonly training: (values: { readonly step: number; readonly steps: number }) => string;
		readonly failed: {
			readonly fullData: string;
			readonly uniform: string;
		};
	};
	readonly files: {
		readonly title: string;
		readonly help: string;
		readonly jsonl: string;
		readonly csv: string;
		readonly config: string;
		readonly results: string;
		readonly server: string;
		readonly serverHelp: string;
		readonly failed: string;
	};
	readonly expected: {
		readonly title: string;
		readonly about: (values: { readonly steps: number; readonly device: Value }) => string;
		readonly expected: string;
		readonly yours: string;
		readonly otherSkills: string;
		readonly notYet: string;
	};
	readonly verdict: {
		readonly bits: string;
		readonly within: string;
		readonly different: string;
		readonly tolerance: (values: { readonly nats: Value; readonly share: Value; readonly points: Value }) => string;
		readonly noFigure: string;
		readonly figure: (values: { readonly skill: Value; readonly figure: Value; readonly expected: Value; readonly yours: Value }) => string;
		readonly figures: {
			readonly loss: string;
			readonly exact: string;
		};
		readonly more: (values: { readonly figures: number }) => string;
		readonly why: string;
		readonly backend: (values: { readonly expected: Value; readonly yours: Value }) => string;
		readonly device: (values: { readonly expected: Value; readonly yours: Value }) => string;
		readonly engine: (values: { readonly expected: Value; readonly yours: Value }) => string;
		readonly steps: (values: { readonly expected: Value; readonly yours: Value }) => string;
		readonly field: (values: { readonly field: Value; readonly there: Value; readonly here: Value }) => string;
		readonly branching: (values: { readonly policies: readonly Value[] }) => string;
		readonly unknown: string;
		readonly failed: string;
	};
}

export interface ExplainManifestWords {
	readonly topics: {
		readonly why: {
			readonly title: string;
			readonly explain: string;
		};
		readonly picks: {
			readonly title: string;
			readonly explain: string;
		};
		readonly results: {
			readonly title: string;
			readonly explain: string;
		};
		readonly samples: {
			readonly title: string;
			readonly explain: string;
		};
		readonly tryIt: {
			readonly title: string;
			readonly explain: string;
		};
	};
}

export interface LessonsWords {
	readonly title: string;
	readonly explain: string;
	readonly minutes: (values: { readonly minutes: Value }) => string;
	readonly start: string;
	readonly resume: (values: { readonly step: Value }) => string;
	readonly again: string;
	readonly done: string;
	readonly all: string;
	readonly lesson: string;
	readonly column: (values: { readonly title: Value }) => string;
	readonly explanation: string;
	readonly leave: string;
	readonly leaveTitle: string;
	readonly stepOf: (values: { readonly step: Value; readonly steps: Value }) => string;
	readonly announce: (values: { readonly step: Value; readonly steps: Value; readonly title: Value }) => string;
	readonly announceEnd: string;
	readonly next: string;
	readonly back: string;
	readonly finish: string;
	readonly waiting: string;
	readonly stuck: string;
	readonly goOn: string;
	readonly doIt: string;
	readonly showFork: string;
	readonly saveSample: (values: { readonly name: Value }) => string;
	readonly guessed: (values: { readonly choice: Value }) => string;
	readonly noGuess: string;
	readonly right: (values: { readonly choice: Value }) => string;
	readonly wrong: (values: { readonly choice: Value; readonly found: Value }) => string;
	readonly measured: (values: { readonly measured: Value }) => string;
	readonly unclear: string;
	readonly secret: string;
	readonly recorded: string;
	readonly finished: string;
	readonly toWorkbench: string;
	readonly cannotOpen: string;
	readonly cannotDo: string;
	readonly own: {
		readonly title: string;
		readonly about: string;
		readonly open: string;
		readonly example: string;
		readonly exampleName: string;
		readonly copy: string;
		readonly copied: string;
		readonly link: (values: { readonly characters: Value }) => string;
		readonly longLink: string;
		readonly remove: string;
	};
}

export interface LessonsManifestWords {
	readonly topics: {
		readonly lessons: {
			readonly title: string;
			readonly explain: string;
		};
	};
}

export interface LibraryWords {
	readonly skills: {
		readonly title: string;
		readonly description: string;
		readonly partsTerm: string;
		readonly partsHelp: string;
		readonly recall: string;
		readonly sizes: (values: { readonly train: number; readonly validation: number; readonly heldOut: number }) => string;
		readonly scoredBy: {
			readonly exact: string;
			readonly loss: string;
		};
		readonly builtIn: string;
		readonly takes: (values: { readonly bytes: number }) => string;
		readonly roleGeneral: string;
		readonly useTerm: string;
		readonly useHelp: string;
		readonly useOf: (values: { readonly name: Value }) => string;
		readonly use: {
			readonly train: string;
			readonly watch: string;
			readonly off: string;
		};
		readonly rows: string;
		readonly rowsOf: (values: { readonly name: Value }) => string;
		readonly noise: string;
		readonly noiseOf: (values: { readonly name: Value }) => string;
		readonly noiseHelp: string;
		readonly wrongShare: string;
		readonly duplicates: string;
		readonly firstRows: string;
		readonly ofRows: (values: { readonly all: number }) => string;
		readonly only: string;
		readonly onlyOf: {
			readonly all: string;
			readonly right: string;
			readonly validation: string;
		};
		readonly noiseSummary: (values: { readonly parts: readonly Value[] }) => string;
		readonly noiseParts: {
			readonly rows: (values: { readonly rows: number }) => string;
			readonly wrong: (values: { readonly share: number | null | undefined }) => string;
			readonly duplicates: (values: { readonly rows: number }) => string;
			readonly right: string;
			readonly validation: string;
		};
		readonly inUse: string;
		readonly deleted: (values: { readonly name: Value }) => string;
		readonly restored: (values: { readonly name: Value }) => string;
		readonly undo: string;
		readonly undoDelete: (values: { readonly name: Value }) => string;
		readonly cannotDelete: (values: { readonly name: Value; readonly reason: Value }) => string;
		readonly cannotRestore: (values: { readonly name: Value; readonly reason: Value }) => string;
		readonly missing: string;
		readonly giveMissing: string;
		readonly addFiles: string;
		readonly changed: (values: { readonly count: number }) => string;
		readonly nothingTrains: string;
		readonly unchanged: string;
		readonly revert: string;
		readonly apply: string;
	};
	readonly rows: {
		readonly part: string;
		readonly partOption: (values: { readonly part: string | number | boolean; readonly count: number }) => string;
		readonly range: (values: { readonly from: number; readonly to: number; readonly count: number }) => string;
		readonly none: string;
		readonly loading: string;
		readonly view: string;
		readonly views: {
			readonly text: string;
			readonly model: string;
		};
		readonly seenHelp: (values: { readonly context: number }) => string;
		readonly cut: string;
		readonly unfit: (values: { readonly why: Value }) => string;
	};
	readonly storage: {
		readonly used: (values: { readonly quota: number; readonly used: number }) => string;
		readonly term: string;
		readonly help: string;
		readonly persisted: string;
		readonly keep: string;
		readonly refused: string;
	};
	readonly importing: {
		readonly title: string;
		readonly description: string;
		readonly drop: string;
		readonly pick: string;
		readonly orDrop: string;
		readonly paste: string;
		readonly pasteUse: string;
		readonly pastedName: string;
		readonly files: string;
		readonly state: {
			readonly inspecting: string;
			readonly ready: string;
			readonly map: string;
			readonly waiting: string;
			readonly importing: string;
			readonly cancelled: string;
			readonly done: string;
			readonly unreadable: string;
			readonly failed: string;
		};
		readonly inspecting: (values: { readonly name: Value }) => string;
		readonly formats: {
			readonly jsonl: string;
			readonly json: string;
			readonly csv: string;
			readonly tsv: string;
			readonly parquet: string;
			readonly text: string;
		};
		readonly recognised: (values: { readonly shape: Value }) => string;
		readonly notRecognised: string;
		readonly preferences: string;
		readonly asLinked: string;
		readonly noRows: string;
		readonly unreadable: string;
		readonly mapped: string;
		readonly mapMyself: string;
		readonly useShape: (values: { readonly shape: Value }) => string;
		readonly column: string;
		readonly example: string;
		readonly promptColumns: string;
		readonly answerColumns: string;
		readonly inPrompt: (values: { readonly path: Value }) => string;
		readonly inAnswer: (values: { readonly path: Value }) => string;
		readonly joined: string;
		readonly noPrompt: string;
		readonly noAnswer: string;
		readonly earlier: (values: { readonly path: Value }) => string;
		readonly preview: string;
		readonly previewLine: string;
		readonly noPreview: string;
		readonly headRejected: (values: { readonly count: number }) => string;
		readonly options: string;
		readonly role: string;
		readonly roleTerm: string;
		readonly roleHelp: string;
		readonly roles: {
			readonly domain: string;
			readonly general: string;
		};
		readonly heldOutShare: string;
		readonly heldOutHelp: string;
		readonly seed: string;
		readonly mask: string;
		readonly maskHelp: string;
		readonly faults: {
			readonly name: string;
			readonly heldOutShare: string;
			readonly seed: string;
		};
		readonly start: string;
		readonly startAll: (values: { readonly count: Value }) => string;
		readonly takeOff: string;
		readonly waiting: string;
		readonly reading: (values: { readonly name: Value }) => string;
		readonly cancelled: string;
		readonly failed: (values: { readonly name: Value }) => string;
		readonly done: (values: { readonly name: Value }) => string;
		readonly report: {
			readonly rows: string;
			readonly train: string;
			readonly validation: string;
			readonly heldOut: string;
			readonly duplicates: string;
			readonly overlap: string;
			readonly rejected: string;
			readonly masked: string;
		};
		readonly masked: (values: { readonly parts: readonly Value[] }) => string;
		readonly maskedParts: {
			readonly mail: (values: { readonly count: number }) => string;
			readonly phone: (values: { readonly count: number }) => string;
			readonly card: (values: { readonly count: number }) => string;
			readonly key: (values: { readonly count: number }) => string;
		};
		readonly rejectedTitle: string;
		readonly reason: string;
		readonly row: string;
		readonly rejectedFirst: (values: { readonly n: number; readonly all: number }) => string;
		readonly rejectedName: (values: { readonly name: Value }) => string;
		readonly saveRejected: string;
		readonly add: (values: { readonly count: number }) => string;
		readonly alone: (values: { readonly count: number }) => string;
		readonly addNote: string;
		readonly aloneDropped: (values: { readonly switches: number }) => string;
		readonly tooShort: string;
	};
	readonly models: {
		readonly title: string;
		readonly description: string;
		readonly about: {
			readonly "skillet-base": string;
			readonly "skillet-small": string;
			readonly "skillet-medium": string;
			readonly "skillet-large": string;
			readonly "skillet-primed": string;
			readonly "skillet-primed-2": string;
			readonly "skillet-primed-3": string;
			readonly "skillet-tutor": string;
		};
		readonly source: {
			readonly builtin: string;
			readonly file: string;
			readonly hub: string;
			readonly tuned: string;
			readonly adapter: string;
		};
		readonly parameters: (values: { readonly count: number }) => string;
		readonly useName: (values: { readonly name: Value }) => string;
		readonly sureDelete: (values: { readonly name: Value }) => string;
		readonly unread: (values: { readonly shown: readonly Value[]; readonly all: number }) => string;
		readonly openFolder: string;
		readonly openFiles: string;
		readonly openHelp: string;
		readonly openTerm: string;
		readonly work: {
			readonly import: string;
			readonly export: string;
			readonly keep: string;
			readonly delete: string;
		};
		readonly opened: (values: { readonly name: Value }) => string;
		readonly tuned: string;
		readonly which: string;
		readonly last: (values: { readonly step: number }) => string;
		readonly best: (values: { readonly step: number }) => string;
		readonly tunedAt: (values: { readonly step: number }) => string;
		readonly mergedAt: (values: { readonly step: number }) => string;
		readonly saveAdapter: string;
		readonly saveMerged: string;
		readonly adapterZip: (values: { readonly run: Value }) => string;
		readonly notYet: string;
		readonly save: string;
		readonly saveFiles: string;
		readonly zipName: (values: { readonly run: Value }) => string;
		readonly keepDefault: (values: { readonly step: number }) => string;
		readonly keep: string;
		readonly failed: {
			readonly import: string;
			readonly export: string;
			readonly keep: string;
			readonly delete: string;
		};
	};
	readonly hub: {
		readonly title: string;
		readonly term: string;
		readonly help: string;
		readonly address: string;
		readonly example: string;
		readonly token: string;
		readonly tokenNote: string;
		readonly find: string;
		readonly looking: string;
		readonly failed: string;
		readonly commit: (values: { readonly start: Value }) => string;
		readonly found: (values: { readonly type: Value; readonly parameters: number; readonly bytes: number; readonly files: number }) => string;
		readonly space: (values: { readonly free: number | null | undefined; readonly isTooLarge: boolean }) => string;
		readonly download: (values: { readonly bytes: number }) => string;
		readonly progress: (values: { readonly done: number; readonly all: number }) => string;
		readonly allowWhy: string;
		readonly allow: (values: { readonly origin: Value }) => string;
		readonly redirectedWhy: string;
		readonly follow: string;
		readonly redirectedTo: (values: { readonly origin: Value }) => string;
		readonly unfinished: string;
		readonly unfinishedNote: string;
		readonly resume: string;
		readonly resumeName: (values: { readonly name: Value }) => string;
		readonly dropName: (values: { readonly bytes: Value; readonly name: Value }) => string;
		readonly allowed: string;
		readonly forget: (values: { readonly origin: Value }) => string;
	};
	readonly settings: {
		readonly title: string;
		readonly description: string;
		readonly more: (values: { readonly labels: readonly Value[] }) => string;
		readonly faults: {
			readonly number: string;
			readonly integer: string;
			readonly range: (values: { readonly aboveMin: boolean; readonly min: number; readonly max: number }) => string;
			readonly pattern: string;
			readonly accumulation: (values: { readonly batch: Value }) => string;
		};
		readonly lostSwitches: (values: { readonly switches: number; readonly steps: readonly Value[] }) => string;
		readonly parts: {
			readonly skills: string;
			readonly policy: string;
			readonly auxiliary: string;
		};
		readonly auxiliary: {
			readonly title: string;
			readonly label: string;
			readonly help: string;
			readonly none: string;
			readonly missing: (values: { readonly id: Value }) => string;
		};
		readonly memory: {
			readonly ask: string;
			readonly asking: string;
			readonly found: (values: { readonly all: number | null | undefined; readonly adapter: number | null | undefined; readonly fourBits: number | null | undefined }) => string;
		};
		readonly changed: (values: { readonly changes: readonly Value[] }) => string;
		readonly wrong: (values: { readonly labels: readonly Value[] }) => string;
		readonly unchanged: string;
		readonly revert: string;
		readonly apply: string;
	};
	readonly missing: {
		readonly title: string;
		readonly description: string;
		readonly skill: (values: { readonly name: Value }) => string;
		readonly model: (values: { readonly id: Value }) => string;
		readonly artefact: (values: { readonly policy: Value }) => string;
		readonly sha256: string;
		readonly give: string;
		readonly giveModel: string;
		readonly prepare: string;
		readonly otherArtefact: (values: { readonly name: Value }) => string;
		readonly leaveOut: string;
		readonly sameOptions: string;
		readonly complete: string;
		readonly other: (values: { readonly name: Value }) => string;
		readonly otherModel: (values: { readonly name: Value }) => string;
		readonly lastSkill: string;
		readonly later: string;
		readonly done: string;
	};
}

export interface LibraryManifestWords {
	readonly parts: {
		readonly library: string;
		readonly settings: string;
	};
	readonly dialogs: {
		readonly skills: string;
		readonly settings: string;
		readonly models: string;
	};
}

export interface PageWords {
	readonly files: {
		readonly chart: {
			readonly save: string;
			readonly saveWhat: (values: { readonly chart: Value }) => string;
			readonly svg: string;
			readonly svgNote: string;
			readonly png: string;
			readonly pngNote: string;
			readonly csv: string;
			readonly csvNote: string;
			readonly failed: string;
			readonly about: (values: { readonly policies: Value; readonly seed: Value; readonly model: Value; readonly done: number; readonly steps: number }) => string;
			readonly share: string;
			readonly loss: string;
			readonly exact: string;
			readonly allSkills: string;
			readonly before: string;
			readonly after: string;
			readonly low: string;
			readonly high: string;
			readonly mean: string;
			readonly results: string;
			readonly none: string;
		};
	};
	readonly policy: {
		readonly form: {
			readonly groups: {
				readonly fixed: string;
				readonly adaptive: string;
				readonly examples: string;
			};
			readonly preset: string;
			readonly presetOwn: string;
			readonly presetOwnAbout: string;
			readonly presetHelp: string;
			readonly all: (values: { readonly settings: Value }) => string;
			readonly ownChoice: string;
			readonly noLongerTrained: (values: { readonly id: Value }) => string;
			readonly allSkills: string;
			readonly slider: (values: { readonly label: Value }) => string;
		};
		readonly preparation: {
			readonly title: string;
			readonly help: string;
			readonly running: (values: { readonly title: Value }) => string;
			readonly first: (values: { readonly who: Value | null | undefined; readonly updates: number; readonly milliseconds: number | null | undefined }) => string;
			readonly pauseKeeps: string;
		};
	};
	readonly common: {
		readonly close: string;
		readonly cancel: string;
		readonly delete: string;
		readonly explain: (values: { readonly term: Value }) => string;
		readonly deleteName: (values: { readonly name: Value }) => string;
		readonly timeLeft: (values: { readonly milliseconds: number }) => string;
		readonly step: string;
		readonly atStep: (values: { readonly step: number }) => string;
		readonly skill: string;
		readonly deleteForGood: string;
		readonly keep: string;
		readonly open: string;
		readonly use: string;
		readonly inUse: string;
		readonly onWorkbench: string;
		readonly name: string;
		readonly none: string;
		readonly average: string;
		readonly worst: string;
		readonly previousPage: string;
		readonly nextPage: string;
	};
	readonly header: {
		readonly name: string;
		readonly skip: string;
		readonly about: string;
		readonly experiment: (values: { readonly skills: number }) => string;
		readonly experimentTitle: string;
		readonly defaultExperiment: string;
		readonly anotherSeed: (values: { readonly seed: Value }) => string;
		readonly workbench: string;
		readonly workbenchTitle: string;
		readonly loading: (values: { readonly title: Value }) => string;
		readonly cannotLoad: string;
		readonly cannotLoadMend: string;
		readonly dialogs: string;
		readonly layers: string;
		readonly help: string;
		readonly light: string;
		readonly dark: string;
		readonly theme: string;
		readonly language: string;
	};
	readonly status: {
		readonly lab: {
			readonly opening: readonly [string, string];
			readonly waiting: readonly [string, string];
			readonly elsewhere: readonly [string, string];
			readonly superseded: readonly [string, string];
			readonly deleted: readonly [string, string];
			readonly silent: readonly [string, string];
			readonly broken: readonly [string, string];
		};
		readonly reload: string;
		readonly useHere: string;
		readonly partFailed: (values: { readonly part: Value }) => string;
		readonly tryAgain: string;
		readonly noRun: string;
		readonly preparing: string;
		readonly running: (values: { readonly step: number; readonly steps: number; readonly right: number | null | undefined }) => string;
		readonly paused: (values: { readonly step: number }) => string;
		readonly finished: (values: { readonly step: number }) => string;
		readonly stopped: (values: { readonly step: number }) => string;
		readonly failed: (values: { readonly step: number }) => string;
		readonly tryRate: (values: { readonly rate: Value }) => string;
		readonly openAgain: string;
	};
	readonly story: {
		readonly first: (values: { readonly skills: number }) => string;
		readonly begins: (values: { readonly examples: number; readonly step: number }) => string;
		readonly now: (values: { readonly step: number; readonly now: number | null | undefined; readonly base: number | null | undefined; readonly most: Value | null | undefined; readonly since: number; readonly gain: number | null | undefined }) => string;
		readonly ended: (values: { readonly step: number; readonly now: number | null | undefined; readonly base: number | null | undefined }) => string;
		readonly close: string;
	};
	readonly answers: {
		readonly empty: string;
		readonly sentence: (values: { readonly right: string | number | boolean | null | undefined; readonly prompt: Value; readonly answer: Value; readonly expected: Value }) => string;
		readonly grid: (values: { readonly right: number; readonly of: number }) => string;
	};
	readonly run: {
		readonly train: string;
		readonly resume: string;
		readonly pause: string;
		readonly again: string;
		readonly speed: string;
		readonly speeds: {
			readonly "1": string;
			readonly "10": string;
			readonly full: string;
		};
		readonly more: string;
		readonly until: string;
		readonly untilGo: string;
		readonly stop: string;
		readonly stopTitle: string;
		readonly reset: string;
		readonly resetTitle: string;
		readonly progress: string;
		readonly step: string;
		readonly of: (values: { readonly step: number; readonly steps: number }) => string;
		readonly ofBudget: {
			readonly tokens: (values: { readonly step: number; readonly used: number; readonly tokens: number }) => string;
			readonly seconds: (values: { readonly step: number; readonly used: Value; readonly seconds: number }) => string;
			readonly stopped: (values: { readonly step: number; readonly stopped: number }) => string;
		};
		readonly rate: (values: { readonly tokens: number }) => string;
		readonly left: (values: { readonly milliseconds: number }) => string;
		readonly hardware: (values: { readonly name: Value }) => string;
		readonly software: (values: { readonly name: Value }) => string;
		readonly device: string;
		readonly deviceFacts: string;
		readonly measureDevice: string;
		readonly memory: (values: { readonly amount: Value }) => string;
		readonly deviceReference: string;
		readonly deviceHardware: string;
		readonly deviceSoftware: (values: { readonly reason: Value | null | undefined }) => string;
		readonly probing: string;
		readonly probes: (values: { readonly share: number | null | undefined }) => string;
		readonly probesHelp: string;
		readonly controls: string;
	};
	readonly engine: {
		readonly title: string;
		readonly now: {
			readonly own: string;
			readonly reference: string;
		};
		readonly help: string;
		readonly use: {
			readonly own: string;
			readonly reference: string;
		};
		readonly reloads: string;
	};
	readonly mix: {
		readonly policy: string;
		readonly all: string;
		readonly unknown: string;
	};
	readonly skills: {
		readonly title: string;
		readonly explain: string;
		readonly exact: string;
		readonly heldOut: string;
		readonly loss: string;
		readonly lossUnit: string;
		readonly right: string;
		readonly training: string;
		readonly base: string;
		readonly expected: string;
		readonly ghost: (values: { readonly policies: Value; readonly seed: Value }) => string;
		readonly change: string;
		readonly byChance: string;
		readonly epochs: string;
		readonly tokens: string;
		readonly share: string;
		readonly requested: string;
		readonly achieved: string;
		readonly achievedTokens: string;
		readonly trend: string;
		readonly measure: string;
		readonly measures: {
			readonly loss: string;
			readonly exact: string;
		};
		readonly average: (values: { readonly share: number | null | undefined }) => string;
		readonly all: string;
		readonly focus: (values: { readonly key: number; readonly skill: Value }) => string;
		readonly recall: string;
		readonly recallHelp: string;
		readonly noise: (values: { readonly parts: readonly Value[] }) => string;
		readonly noiseParts: {
			readonly wrong: (values: { readonly share: number | null | undefined }) => string;
			readonly twice: (values: { readonly rows: number }) => string;
		};
		readonly fewer: (values: { readonly rows: number }) => string;
		readonly fewerHelp: (values: { readonly rows: number }) => string;
		readonly noisy: string;
		readonly noiseHelp: string;
		readonly watched: string;
		readonly watchedHelp: string;
		readonly usedEpochs: (values: { readonly epochs: Value }) => string;
		readonly usedTokens: (values: { readonly tokens: number }) => string;
		readonly size: (values: { readonly examples: number }) => string;
		readonly chart: (values: { readonly skill: Value; readonly text: Value }) => string;
		readonly now: (values: { readonly loss: Value; readonly base: Value; readonly exact: Value }) => string;
		readonly measured: (values: { readonly skill: Value }) => string;
		readonly atStep: (values: { readonly step: number }) => string;
		readonly sortBy: (values: { readonly column: Value }) => string;
	};
	readonly over: {
		readonly title: string;
		readonly explain: string;
		readonly kind: string;
		readonly kinds: {
			readonly weights: string;
			readonly drawn: string;
			readonly tokens: string;
		};
		readonly achieved: (values: { readonly kind: string | number | boolean }) => string;
		readonly chart: (values: { readonly steps: number; readonly skills: Value }) => string;
		readonly mark: (values: { readonly step: number; readonly title: Value }) => string;
		readonly switches: (values: { readonly steps: readonly Value[] }) => string;
		readonly switched: (values: { readonly from: Value; readonly to: Value }) => string;
		readonly start: (values: { readonly title: Value }) => string;
	};
	readonly fork: {
		readonly title: string;
		readonly explain: string;
		readonly at: string;
		readonly policy: string;
		readonly same: (values: { readonly policy: Value }) => string;
		readonly sameNote: string;
		readonly goAt: (values: { readonly step: number }) => string;
		readonly checkpoint: (values: { readonly step: number }) => string;
		readonly what: string;
		readonly noneKept: string;
		readonly repeats: (values: { readonly step: number }) => string;
		readonly cannot: string;
	};
	readonly runFile: {
		readonly title: string;
		readonly help: string;
		readonly save: string;
		readonly saveShort: string;
		readonly weights: string;
		readonly give: string;
		readonly none: string;
		readonly cannotSave: string;
		readonly cannotRead: string;
		readonly imported: (values: { readonly name: Value }) => string;
		readonly alreadyHere: (values: { readonly name: Value }) => string;
	};
	readonly update: {
		readonly offer: string;
	};
	readonly embed: {
		readonly curves: string;
		readonly expected: string;
		readonly about: string;
		readonly open: string;
	};
	readonly linked: {
		readonly same: string;
		readonly within: string;
		readonly differs: (values: { readonly skills: readonly Value[] }) => string;
		readonly note: string;
		readonly cutDown: string;
		readonly showEverything: string;
	};
	readonly example: {
		readonly roles: {
			readonly system: string;
			readonly user: string;
			readonly assistant: string;
			readonly tool: string;
		};
		readonly cut: (values: { readonly more: number }) => string;
		readonly tools: (values: { readonly count: number }) => string;
		readonly wrong: string;
	};
	readonly keys: {
		readonly endPresenting: string;
		readonly title: string;
		readonly list: readonly [readonly [string, string], readonly [string, string], readonly [string, string], readonly [string, string], readonly [string, string], readonly [string, string], readonly [string, string], readonly [string, string], readonly [string, string], readonly [string, string]];
		readonly tables: string;
		readonly tablesTitle: string;
	};
	readonly notices: {
		readonly region: string;
		readonly atStep: (values: { readonly step: number }) => string;
		readonly more: (values: { readonly count: Value }) => string;
		readonly nothingKept: string;
		readonly nothingKeptMend: string;
		readonly unfinishedRun: (values: { readonly step: number }) => string;
		readonly brokenLinkMend: string;
		readonly settingsRefused: string;
		readonly settingsKept: string;
		readonly switchRefused: string;
		readonly policyKept: string;
		readonly cannotTrain: string;
		readonly cannotPause: string;
		readonly cannotStop: string;
		readonly cannotOpenRun: string;
		readonly cannotDelete: string;
		readonly curvesOnly: string;
		readonly nothingLost: string;
		readonly runIsGone: string;
		readonly cannotReplay: string;
		readonly repeatStopped: string;
		readonly cannotLink: string;
	};
}

export interface PolicyWords {
	readonly fixed: string;
	readonly fixedHelp: string;
	readonly since: {
		readonly early: (values: { readonly step: number; readonly evaluations: number }) => string;
		readonly same: (values: { readonly step: number; readonly evaluations: number }) => string;
		readonly changed: (values: { readonly step: number; readonly changes: readonly Value[] }) => string;
		readonly stopped: (values: { readonly skill: Value; readonly before: number }) => string;
		readonly gains: (values: { readonly skill: Value; readonly after: number; readonly before: number | null | undefined }) => string;
		readonly falls: (values: { readonly skill: Value; readonly after: number; readonly before: number | null | undefined }) => string;
	};
	readonly mix: {
		readonly title: string;
		readonly explain: string;
		readonly shares: string;
		readonly sharesHelp: string;
		readonly share: (values: { readonly skill: Value }) => string;
		readonly hold: string;
		readonly holdShare: (values: { readonly skill: Value }) => string;
		readonly watched: string;
		readonly average: string;
		readonly worst: string;
		readonly averageHelp: string;
		readonly averageShort: string;
		readonly standing: (values: { readonly average: Value; readonly worst: Value }) => string;
		readonly planned: (values: { readonly step: number; readonly title: Value }) => string;
	};
	readonly timetable: {
		readonly title: string;
		readonly chart: (values: { readonly points: Value }) => string;
		readonly hint: string;
		readonly add: string;
		readonly point: (values: { readonly step: number }) => string;
		readonly atStep: string;
		readonly remove: string;
	};
	readonly preparation: {
		readonly title: string;
		readonly help: string;
		readonly running: (values: { readonly title: Value }) => string;
		readonly first: (values: { readonly who: Value | null | undefined; readonly updates: number; readonly milliseconds: number | null | undefined }) => string;
		readonly pauseKeeps: string;
		readonly needed: (values: { readonly cost: Value | null | undefined }) => string;
		readonly paused: string;
		readonly fromKept: (values: { readonly name: Value }) => string;
		readonly fromMissing: string;
		readonly done: (values: { readonly milliseconds: number; readonly parts: readonly Value[] }) => string;
		readonly doneParts: {
			readonly updates: (values: { readonly updates: number }) => string;
			readonly measured: (values: { readonly examples: number }) => string;
		};
		readonly nameDefault: (values: { readonly step: number; readonly title: Value }) => string;
		readonly keptAs: (values: { readonly name: Value }) => string;
		readonly kept: (values: { readonly kept: number }) => string;
		readonly noneKept: string;
		readonly useName: (values: { readonly name: Value }) => string;
		readonly export: string;
		readonly exportName: (values: { readonly name: Value }) => string;
		readonly import: string;
		readonly imported: (values: { readonly name: Value }) => string;
		readonly importedOther: (values: { readonly name: Value; readonly policy: Value }) => string;
		readonly sureDelete: string;
		readonly deleted: (values: { readonly name: Value }) => string;
		readonly made: (values: { readonly day: Value; readonly size: Value }) => string;
		readonly failed: string;
	};
	readonly probeCost: (values: { readonly share: number | null | undefined }) => string;
}

export interface PolicyManifestWords {
	readonly topics: {
		readonly mix: {
			readonly title: string;
			readonly explain: string;
		};
	};
	readonly parts: {
		readonly mix: string;
	};
}

export interface QuestionsWords {
	readonly title: string;
	readonly explain: string;
	readonly cannot: {
		readonly load: string;
		readonly open: string;
		readonly report: string;
		readonly import: (values: { readonly file: Value }) => string;
		readonly save: string;
		readonly delete: string;
		readonly export: string;
		readonly rename: string;
		readonly answer: string;
	};
	readonly view: string;
	readonly views: {
		readonly report: string;
		readonly questions: string;
		readonly judge: string;
	};
	readonly sets: {
		readonly title: string;
		readonly shipped: string;
		readonly earlier: string;
		readonly earlierNote: string;
		readonly own: string;
		readonly size: (values: { readonly all: number; readonly general: number; readonly domain: number }) => string;
		readonly import: string;
		readonly export: string;
		readonly exportTitle: string;
		readonly new: string;
		readonly edit: string;
		readonly duplicate: string;
		readonly deleteSure: (values: { readonly name: Value; readonly answers: number | null | undefined }) => string;
		readonly leftClosed: (values: { readonly name: Value }) => string;
		readonly openAgain: string;
		readonly copyOf: (values: { readonly name: Value }) => string;
	};
	readonly answers: {
		readonly title: string;
		readonly none: string;
		readonly make: string;
		readonly makeTitle: string;
		readonly choose: string;
		readonly chooseTitle: string;
		readonly import: string;
		readonly importScores: string;
		readonly scoresCame: (values: { readonly scores: number }) => string;
		readonly inReport: (values: { readonly name: Value }) => string;
		readonly kinds: {
			readonly base: string;
			readonly tuned: string;
			readonly other: string;
		};
		readonly of: (values: { readonly isAll: boolean; readonly answered: number; readonly all: number }) => string;
		readonly scores: (values: { readonly scores: number }) => string;
		readonly seed: (values: { readonly seed: Value }) => string;
		readonly more: (values: { readonly name: Value }) => string;
		readonly rename: string;
		readonly export: string;
		readonly name: string;
		readonly save: string;
	};
	readonly making: {
		readonly title: string;
		readonly about: string;
		readonly base: string;
		readonly baseNote: string;
		readonly runs: string;
		readonly best: string;
		readonly bestNote: (values: { readonly runs: number }) => string;
		readonly run: (values: { readonly step: number; readonly steps: number; readonly seed: Value }) => string;
		readonly noRuns: string;
		readonly go: (values: { readonly models: number; readonly questions: number }) => string;
		readonly busy: (values: { readonly model: number; readonly models: number }) => string;
		readonly waits: string;
	};
	readonly mark: {
		readonly title: string;
		readonly automatic: string;
		readonly blind: string;
		readonly blindTitle: string;
		readonly resume: (values: { readonly rater: Value }) => string;
		readonly judge: string;
		readonly exportScores: string;
	};
	readonly report: {
		readonly none: string;
		readonly mixed: string;
		readonly scores: string;
		readonly scope: string;
		readonly notApplicable: string;
		readonly notMarked: string;
		readonly differences: string;
		readonly differencesOther: string;
		readonly against: (values: { readonly name: Value }) => string;
		readonly bold: string;
		readonly unclear: string;
		readonly unclearHelp: string;
		readonly overSeeds: string;
		readonly overSeedsHelp: string;
		readonly dimensions: string;
		readonly agreement: string;
		readonly agreementHelp: string;
		readonly paper: string;
		readonly columns: {
			readonly answers: string;
			readonly model: string;
			readonly n: string;
			readonly overall: string;
			readonly general: string;
			readonly domain: string;
			readonly ours: string;
			readonly wins: string;
			readonly consistency: string;
			readonly sameWords: string;
			readonly impact: string;
			readonly reliability: string;
			readonly sameText: string;
			readonly seeds: string;
			readonly lowest: string;
			readonly highest: string;
			readonly scorers: string;
		};
		readonly columnHelp: {
			readonly n: string;
			readonly ours: string;
			readonly consistency: string;
			readonly sameWords: string;
			readonly impact: string;
			readonly reliability: string;
			readonly sameText: string;
		};
		readonly notes: string;
		readonly byQuestion: string;
		readonly export: string;
		readonly formats: {
			readonly json: string;
			readonly csv: string;
			readonly markdown: string;
		};
	};
	readonly list: {
		readonly caption: string;
		readonly question: string;
		readonly scope: string;
		readonly weights: string;
		readonly weightsHelp: string;
		readonly weight: (values: { readonly category: Value; readonly share: Value }) => string;
		readonly rules: string;
		readonly rulesHelp: string;
		readonly find: string;
		readonly scopes: {
			readonly all: string;
			readonly general: string;
			readonly domain: string;
		};
		readonly shown: (values: { readonly shown: number; readonly all: number }) => string;
	};
	readonly one: {
		readonly back: string;
		readonly previous: string;
		readonly next: string;
		readonly place: (values: { readonly number: number; readonly all: number }) => string;
		readonly reference: string;
		readonly alternatives: string;
		readonly paraphrase: (values: { readonly id: Value }) => string;
		readonly impact: (values: { readonly value: Value }) => string;
		readonly maxTokens: (values: { readonly tokens: number }) => string;
		readonly asks: string;
		readonly category: string;
		readonly weight: string;
		readonly rubric: string;
		readonly measuredBy: string;
		readonly noRule: string;
		readonly noAnswer: string;
		readonly emptyAnswer: string;
		readonly cut: string;
		readonly score: string;
		readonly noScore: string;
		readonly open: (values: { readonly categories: Value }) => string;
		readonly rule: (values: { readonly name: Value }) => string;
		readonly judge: (values: { readonly model: Value }) => string;
	};
	readonly judge: {
		readonly about: string;
		readonly caution: string;
		readonly address: string;
		readonly addressHint: string;
		readonly model: string;
		readonly modelHint: string;
		readonly key: string;
		readonly keyNote: string;
		readonly allow: (values: { readonly origin: Value }) => string;
		readonly allowWhy: string;
		readonly allowed: string;
		readonly forget: (values: { readonly origin: Value }) => string;
		readonly try: string;
		readonly trying: string;
		readonly ready: string;
		readonly again: string;
		readonly go: (values: { readonly answers: number }) => string;
		readonly nothing: string;
		readonly failed: string;
		readonly done: (values: { readonly scored: number; readonly kept: number }) => string;
		readonly stopped: string;
		readonly unscored: (values: { readonly answers: number }) => string;
		readonly toReport: string;
	};
	readonly blind: {
		readonly title: string;
		readonly about: string;
		readonly rater: string;
		readonly raterNote: string;
		readonly seed: string;
		readonly begin: (values: { readonly pairs: number }) => string;
		readonly needs: string;
		readonly progress: (values: { readonly done: number; readonly of: number }) => string;
		readonly left: string;
		readonly right: string;
		readonly only: string;
		readonly grades: readonly [string, string, string, string, string, string];
		readonly grade: (values: { readonly grade: Value | null | undefined }) => string;
		readonly cell: (values: { readonly side: Value; readonly category: Value }) => string;
		readonly none: string;
		readonly keys: readonly [readonly [string, string], readonly [string, string], readonly [string, string], readonly [string, string], readonly [string, string], readonly [string, string], readonly [string, string], readonly [string, string]];
		readonly back: string;
		readonly complete: string;
		readonly end: string;
		readonly over: string;
		readonly mean: string;
		readonly toReport: string;
	};
	readonly edit: {
		readonly title: string;
		readonly about: string;
		readonly newSet: string;
		readonly json: string;
		readonly valid: (values: { readonly questions: number }) => string;
		readonly rules: string;
		readonly add: string;
		readonly save: string;
		readonly unsaved: string;
	};
}

export interface QuestionsManifestWords {
	readonly topics: {
		readonly questions: {
			readonly title: string;
			readonly explain: string;
		};
	};
}

export interface RaceWords {
	readonly title: string;
	readonly about: string;
	readonly of: (values: { readonly steps: number; readonly seed: Value; readonly skills: number }) => string;
	readonly controls: string;
	readonly start: string;
	readonly again: string;
	readonly resetTitle: string;
	readonly add: string;
	readonly copy: string;
	readonly copyTitle: string;
	readonly copied: string;
	readonly notCopied: string;
	readonly step: (values: { readonly step: number; readonly steps: number }) => string;
	readonly progress: string;
	readonly state: {
		readonly ready: string;
		readonly preparing: string;
		readonly paused: string;
		readonly ended: string;
	};
	readonly going: (values: { readonly step: number; readonly steps: number; readonly standing: Value }) => string;
	readonly lanes: string;
	readonly lane: (values: { readonly lane: Value; readonly policy: Value }) => string;
	readonly policyOf: (values: { readonly lane: Value }) => string;
	readonly rank: (values: { readonly rank: Value }) => string;
	readonly rankTitle: string;
	readonly averageTitle: string;
	readonly worstTitle: string;
	readonly ahead: (values: { readonly difference: number | null | undefined; readonly policy: Value }) => string;
	readonly differences: (values: { readonly policy: Value }) => string;
	readonly mixTitle: string;
	readonly mixOf: (values: { readonly policy: Value; readonly shares: Value }) => string;
	readonly chart: (values: { readonly what: Value; readonly values: Value }) => string;
	readonly drop: (values: { readonly policy: Value }) => string;
	readonly dropTitle: string;
	readonly remove: (values: { readonly policy: Value }) => string;
	readonly switched: (values: { readonly policy: Value; readonly step: number }) => string;
	readonly dropped: (values: { readonly step: number }) => string;
	readonly failed: (values: { readonly message: Value }) => string;
	readonly verdict: {
		readonly above: (values: { readonly best: Value; readonly by: number; readonly other: Value }) => string;
		readonly level: (values: { readonly best: Value; readonly other: Value }) => string;
		readonly last: (values: { readonly last: Value; readonly by: number; readonly best: Value }) => string;
		readonly caveat: string;
		readonly noScore: string;
	};
	readonly repeat: string;
	readonly repeatTitle: string;
	readonly keep: string;
	readonly keepTitle: string;
	readonly studyTitle: (values: { readonly policies: Value; readonly seeds: number }) => string;
	readonly studyAbout: string;
	readonly runName: (values: { readonly policy: Value; readonly day: Value }) => string;
	readonly cutOff: (values: { readonly step: number }) => string;
	readonly open: string;
	readonly cannot: {
		readonly start: string;
		readonly go: string;
		readonly pause: string;
		readonly switch: string;
		readonly drop: string;
		readonly study: string;
		readonly read: string;
	};
	readonly kept: string;
}

export interface RaceManifestWords {
	readonly topics: {
		readonly race: {
			readonly title: string;
			readonly explain: string;
		};
	};
}

export interface RunsWords {
	readonly title: string;
	readonly explain: string;
	readonly none: string;
	readonly noneFound: string;
	readonly search: string;
	readonly searchHint: string;
	readonly searchHelp: string;
	readonly tagged: string;
	readonly anyTag: string;
	readonly found: (values: { readonly isAll: boolean; readonly shown: number; readonly all: number }) => string;
	readonly mark: (values: { readonly run: Value }) => string;
	readonly markAll: string;
	readonly unmark: string;
	readonly details: (values: { readonly run: Value }) => string;
	readonly unnamed: (values: { readonly policies: Value; readonly seed: Value }) => string;
	readonly numbered: (values: { readonly title: Value; readonly number: Value }) => string;
	readonly seed: (values: { readonly seed: Value }) => string;
	readonly of: (values: { readonly isAll: boolean; readonly step: number; readonly steps: number }) => string;
	readonly skills: (values: { readonly skills: number }) => string;
	readonly worst: string;
	readonly atEnd: (values: { readonly average: Value; readonly worst: Value }) => string;
	readonly openTitle: string;
	readonly behind: string;
	readonly isBehind: string;
	readonly behindHelp: string;
	readonly ends: {
		readonly running: string;
		readonly finished: string;
		readonly stopped: string;
		readonly failed: string;
	};
	readonly replay: string;
	readonly replayHelp: string;
	readonly tags: string;
	readonly addTag: string;
	readonly tag: (values: { readonly tag: Value }) => string;
	readonly removeTag: (values: { readonly tag: Value }) => string;
	readonly notes: string;
	readonly cannotDescribe: string;
	readonly forkOf: (values: { readonly step: number; readonly parent: Value }) => string;
	readonly forkOfGone: (values: { readonly step: number }) => string;
	readonly delete: string;
	readonly deleteWhat: (values: { readonly checkpoints: number }) => string;
	readonly compare: {
		readonly title: string;
		readonly explain: string;
		readonly hint: string;
		readonly loading: string;
		readonly metric: string;
		readonly metrics: {
			readonly average: string;
			readonly worst: string;
			readonly trainingLoss: string;
			readonly exact: (values: { readonly skill: Value }) => string;
			readonly loss: (values: { readonly skill: Value }) => string;
		};
		readonly groups: {
			readonly all: string;
			readonly exact: string;
			readonly loss: string;
		};
		readonly units: {
			readonly share: string;
			readonly nats: string;
		};
		readonly chart: (values: { readonly metric: Value; readonly newest: Value }) => string;
		readonly atStep: (values: { readonly step: number }) => string;
		readonly newest: string;
		readonly remove: (values: { readonly run: Value }) => string;
		readonly diff: string;
		readonly diffHelp: string;
		readonly same: string;
		readonly one: string;
		readonly more: (values: { readonly groups: readonly Value[] }) => string;
		readonly seeds: string;
		readonly unended: (values: { readonly names: readonly Value[] }) => string;
		readonly devices: (values: { readonly backends: readonly Value[] }) => string;
		readonly skillTable: string;
		readonly skillTableHelp: string;
		readonly exact: string;
		readonly runColumn: string;
	};
	readonly group: {
		readonly policy: string;
		readonly seed: string;
		readonly model: string;
		readonly skills: string;
		readonly length: string;
		readonly batching: string;
		readonly optimizer: string;
		readonly evaluation: string;
		readonly numbers: string;
	};
}

export interface RunsManifestWords {
	readonly topics: {
		readonly runs: {
			readonly title: string;
			readonly explain: string;
		};
	};
}

export interface SettingsWords {
	readonly run: {
		readonly title: string;
		readonly fields: {
			readonly steps: {
				readonly label: string;
				readonly help: string;
			};
			readonly seed: {
				readonly label: string;
				readonly help: string;
			};
			readonly "budget.kind": {
				readonly label: string;
				readonly help: string;
				readonly options: {
					readonly steps: string;
					readonly tokens: string;
					readonly seconds: string;
				};
			};
			readonly "budget.tokens": {
				readonly label: string;
				readonly help: string;
				readonly unit: string;
			};
			readonly "budget.seconds": {
				readonly label: string;
				readonly help: string;
				readonly unit: string;
			};
			readonly checkpointEvery: {
				readonly label: string;
				readonly help: string;
				readonly unit: string;
			};
		};
	};
	readonly trained: {
		readonly title: string;
		readonly fields: {
			readonly "adapter.kind": {
				readonly label: string;
				readonly help: string;
				readonly options: {
					readonly weights: string;
					readonly lora: string;
					readonly dora: string;
				};
			};
			readonly "adapter.rank": {
				readonly label: string;
				readonly help: string;
			};
			readonly "adapter.alpha": {
				readonly label: string;
				readonly help: string;
			};
			readonly "adapter.dropout": {
				readonly label: string;
				readonly help: string;
			};
			readonly "adapter.rankStabilised": {
				readonly label: string;
				readonly help: string;
				readonly options: {
					readonly false: string;
					readonly true: string;
				};
			};
			readonly "adapter.base": {
				readonly label: string;
				readonly help: string;
				readonly options: {
					readonly f32: string;
					readonly bf16: string;
					readonly int8: string;
					readonly nf4: string;
				};
			};
			readonly "adapter.targets": {
				readonly label: string;
				readonly help: string;
			};
			readonly "adapter.rankPattern": {
				readonly label: string;
				readonly help: string;
			};
			readonly "adapter.alphaPattern": {
				readonly label: string;
				readonly help: string;
			};
		};
	};
	readonly rate: {
		readonly title: string;
		readonly fields: {
			readonly "optimizer.learningRate": {
				readonly label: string;
				readonly help: string;
			};
			readonly "schedule.warmup": {
				readonly label: string;
				readonly help: string;
				readonly unit: string;
			};
			readonly "schedule.floor": {
				readonly label: string;
				readonly help: string;
				readonly unit: string;
			};
			readonly "schedule.kind": {
				readonly label: string;
				readonly help: string;
				readonly options: {
					readonly linear: string;
					readonly cosine: string;
					readonly constant: string;
				};
			};
		};
	};
	readonly batch: {
		readonly title: string;
		readonly fields: {
			readonly "batching.size": {
				readonly label: string;
				readonly help: string;
				readonly unit: string;
			};
			readonly "batching.context": {
				readonly label: string;
				readonly help: string;
				readonly unit: string;
			};
			readonly "optimizer.weightDecay": {
				readonly label: string;
				readonly help: string;
			};
			readonly "optimizer.clip": {
				readonly label: string;
				readonly help: string;
			};
			readonly "batching.layout": {
				readonly label: string;
				readonly help: string;
				readonly options: {
					readonly packed: string;
					readonly padded: string;
				};
			};
			readonly precision: {
				readonly label: string;
				readonly help: string;
				readonly options: {
					readonly single: string;
					readonly mixed: string;
				};
			};
			readonly activations: {
				readonly label: string;
				readonly help: string;
				readonly options: {
					readonly kept: string;
					readonly recomputed: string;
				};
			};
			readonly "optimizer.accumulation": {
				readonly label: string;
				readonly help: string;
				readonly unit: string;
			};
			readonly "optimizer.beta1": {
				readonly label: string;
				readonly help: string;
			};
			readonly "optimizer.beta2": {
				readonly label: string;
				readonly help: string;
			};
			readonly "optimizer.epsilon": {
				readonly label: string;
				readonly help: string;
			};
		};
	};
	readonly evaluation: {
		readonly title: string;
		readonly fields: {
			readonly "evaluation.every": {
				readonly label: string;
				readonly help: string;
				readonly unit: string;
			};
			readonly "evaluation.examples": {
				readonly label: string;
				readonly help: string;
				readonly unit: string;
			};
			readonly "evaluation.finalExamples": {
				readonly label: string;
				readonly help: string;
				readonly unit: string;
			};
			readonly "evaluation.samples": {
				readonly label: string;
				readonly help: string;
				readonly unit: string;
			};
			readonly "evaluation.best": {
				readonly label: string;
				readonly help: string;
				readonly options: {
					readonly off: string;
					readonly loss: string;
					readonly exact: string;
					readonly worst: string;
					readonly skill: string;
				};
			};
			readonly "evaluation.bestSkill": {
				readonly label: string;
				readonly help: string;
			};
		};
	};
}

export interface ShareWords {
	readonly title: string;
	readonly description: string;
	readonly link: string;
	readonly failed: string;
	readonly copy: string;
	readonly copied: string;
	readonly notCopied: string;
	readonly length: (values: { readonly count: number }) => string;
	readonly long: (values: { readonly most: number }) => string;
	readonly qr: string;
	readonly qrHelp: string;
	readonly noQr: (values: { readonly most: number; readonly ways: readonly Value[] }) => string;
	readonly shorter: {
		readonly results: string;
		readonly view: string;
		readonly switches: string;
		readonly noise: string;
		readonly files: string;
		readonly any: string;
	};
	readonly withResults: string;
	readonly withResultsHelp: string;
	readonly noResults: string;
	readonly files: string;
	readonly file: (values: { readonly name: Value }) => string;
	readonly model: (values: { readonly name: Value }) => string;
	readonly artefact: (values: { readonly name: Value | null | undefined }) => string;
	readonly noFiles: string;
	readonly sameOptions: string;
	readonly recipes: string;
	readonly embed: {
		readonly title: string;
		readonly help: string;
	};
	readonly paste: string;
	readonly view: {
		readonly title: string;
		readonly help: string;
		readonly shown: string;
		readonly all: string;
		readonly train: string;
		readonly parts: {
			readonly pace: string;
			readonly overTime: string;
		};
		readonly sketch: (values: { readonly shown: readonly Value[] }) => string;
		readonly pace: string;
		readonly paces: {
			readonly full: string;
			readonly slow: string;
			readonly until: string;
		};
		readonly milliseconds: string;
		readonly place: string;
		readonly workbench: string;
		readonly tables: string;
		readonly theme: string;
		readonly themes: {
			readonly any: string;
			readonly light: string;
			readonly dark: string;
		};
		readonly focus: string;
		readonly noFocus: string;
		readonly note: string;
		readonly noteLeft: (values: { readonly left: number }) => string;
		readonly tryIt: string;
		readonly tryItHelp: string;
	};
}

export interface ShareManifestWords {
	readonly dialogs: {
		readonly share: string;
	};
}
