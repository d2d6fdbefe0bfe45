export const data = {
  "data.title": "Data",
  "data.intro":
    "Look through the buckets that you may see, upload data of your own, and have it checked.",
  "data.asData": "As a data set",
  "data.trainOn": "Train on this data",
  "data.forModel": "Checked for",

  "data.seen": "What the model sees",
  "data.seen.asking": "Preparing examples…",
  "data.seen.failed": "The examples could not be prepared",
  "data.seen.withheld": "You may not read these data yourself, so their examples are not shown.",
  "data.seen.more":
    "Some of the training data as the first epoch sees them. Which examples share a batch is known once the job has looked at all.",
  "data.seen.augmented": "{width} × {height} pixels, augmented: each epoch changes them anew.",
  "data.seen.notAugmented": "{width} × {height} pixels, not augmented.",
  "data.seen.normalised":
    "The model is given them normalised, by mean {mean} and deviation {std}: here from {lowest} to {highest}.",
  "data.seen.row": "Row {row}, {label}",
  "data.seen.cut": "The text is longer: the model sees its first {longest} tokens.",
  "data.seen.tokens":
    "A text is cut into tokens of the model's vocabulary, at most {longest} with the special ones around it.",

  "data.buckets": "Buckets",
  "data.bucket": "Bucket",
  "data.way": "Open folder",
  "data.contents": "Contents of the open folder",
  "data.name": "Name",
  "data.size": "Size",
  "data.folder": "Folder",
  "data.object": "Object",
  "data.find": "Find by name",
  "data.noneFound": "Nothing of this name is here.",
  "data.noBuckets": "There is no bucket yet: your first upload makes one.",
  "data.emptyFolder": "Nothing lies here yet. Upload something, or open another folder.",
  "data.bucketsFailed": "The buckets cannot be listed",
  "data.folderFailed": "This folder cannot be listed",
  "data.bucketsFailedFix": "If you know where your data lies, choose “Enter S3 location”.",
  "data.choose": "Use this folder",
  "data.chosen": "This folder is used",

  "data.drop": "Drop a folder, files or a zip archive here",
  "data.dropNew": "It becomes a new data set below {to}",
  "data.dropOpen": "It goes into {to}",
  "data.dropClass":
    "A folder of pictures, without folders in it, is one class; the next one goes beside it.",
  "data.oneClass":
    "“{name}” is one class of {to}. Give the next class's folder here too: it goes beside this one.",
  "data.chooseFolder": "Choose a folder",
  "data.chooseFiles": "Choose files",
  "data.reading": "Reading what was given…",
  "data.nothing": "There is no file in it that could be used. Give a folder with files inside.",
  "data.uploading": "Uploading to {to}",
  "data.uploadedOf": "{files} of {allFiles} files, {sent} of {all}",
  "data.stopUpload": "Stop the upload",
  "data.uploaded": "Files uploaded: {count}.",
  "data.skipped": "Hidden files left out: {count}.",
  "data.uploadFailed": "The upload did not end",
  "data.uploadFailedFix": "What is there stays there: try again, and it goes on where it was.",
  "data.archive.encrypted":
    "{archive} is protected by a password. Unpack it on your computer and give the folder.",
  "data.archive.unreadable":
    "{archive} cannot be unpacked here: it is damaged, or packed in another way than zip archives usually are. Unpack it on your computer and give the folder.",

  "data.check": "What the check says",
  "data.checkNothing":
    "As soon as data is chosen, the server checks every file and row of it, and says here what it found.",
  "data.checkNoRole": "Choose a role under “Security settings”: the check reads as this role.",
  "data.checking": "Checking the data…",
  "data.checkFailed": "The data could not be checked",
  "data.checkFailedFix": "Change what the sentence names, or choose other data.",
  "data.checkAgain": "Check again",
  "data.fit": "Ready to train",
  "data.fitWithWarnings": "Ready to train, with warnings: {count}",
  "data.unfit": "Not ready to train. Errors: {count}",
  "data.showMore": "Show {count} more",
  "data.moreFindings": "And {count} more like these.",
  "data.facts": "Also noticed: {count}",
  "data.classes": "Examples of each class",
  "data.classesOf": "{classes} classes, {examples} examples",
  "data.largest": "The {count} largest classes are shown.",
  "data.examples": "Examples",
  "data.samples": "Some of the examples",
  "data.class": "Class",
  "data.text": "Text",

  "data.learnMore": "Learn more: how must the data look?",
  "data.images":
    "One folder for each class, with its pictures (.jpg, .png, .webp) inside. The folder's name is the class's name:",
  "data.images.count":
    "Two classes at least, and better ten pictures or more of each. A zip archive with these folders inside can be uploaded as it is.",
  "data.images.parts":
    "Folders “train”, “val” and “test” with the class folders inside are recognised; otherwise a part of each class is held out for validation.",
  "data.texts":
    "A file data.csv in UTF-8 without a header: the class as a whole number, a comma, then the text in quotes where it has commas:",
  "data.texts.names":
    "To give the classes names, put a labels.csv beside it, with lines such as 0,negative and 1,positive. Or begin data.csv with the line label,text and write the names themselves.",
  "data.texts.parts":
    "Files “train.csv” and “test.csv” are recognised; otherwise a part of each class is held out for validation.",
} as const;
