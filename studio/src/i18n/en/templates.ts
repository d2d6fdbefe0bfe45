export const templates = {
  "templates.title": "Templates",
  "templates.intro":
    "Settings of jobs that were saved, for everybody who may read them. Open one to train by it.",
  "templates.name": "Template name",
  "templates.savedAt": "Saved",
  "templates.none": "No template yet",
  "templates.noneMore": "Open a training job that has ended, and press “Save as template”.",
  "templates.failedToList": "The templates could not be listed",
  "templates.failedToShow": "This template cannot be shown",
  "templates.notOne": "This is no template that Studio has saved.",
  "templates.show": "Show the templates",
  "templates.save": "Save as template",
  "templates.save.more":
    "Keeps the model, the data, the hyperparameters and all other settings of this job, without its name.",
  "templates.save.confirm": "Save",
  "templates.save.failed": "The template was not saved",
  "templates.saved": "Saved as a template.",
  "templates.taken": "A template of this name exists already. Choose another name.",
  "templates.delete": "Delete the template",
  "templates.delete.more": "Jobs that were made by it stay as they are.",
  "templates.delete.failed": "The template was not deleted",
} as const;
