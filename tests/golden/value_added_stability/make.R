# Writes expected.csv beside this file: how far the effects of schools agree between two cohorts and two subjects.
# R 4.2.2, lme4 1.1.31. Run: Rscript make.R bdf.csv, where bdf.csv is what export.py beside it writes.
library(lme4)
bdf <- read.csv(commandArgs(trailingOnly = TRUE)[1], colClasses = c(school = "character"))
tight <- lmerControl(optimizer = "bobyqa", optCtrl = list(rhoend = 1e-12))
effects <- function(pupils, entry, exit) {
  model <- lmer(as.formula(paste(exit, "~", entry, "+ (1 | school)")), pupils, REML = TRUE, control = tight)
  ranef <- ranef(model, condVar = FALSE)$school
  setNames(ranef[[1]], rownames(ranef))
}
rows <- list()
agree <- function(name, a, b, sizes_a, sizes_b, minimum) {
  both <- intersect(names(a)[sizes_a[names(a)] >= minimum], names(b)[sizes_b[names(b)] >= minimum])
  test <- cor.test(a[both], b[both])
  found <- c(schools = length(both), correlation = unname(test$estimate), lower = test$conf.int[1],
             upper = test$conf.int[2], rank_correlation = cor(a[both], b[both], method = "spearman"))
  rows[[length(rows) + 1]] <<- data.frame(set = name, minimum = minimum, statistic = names(found), value = unname(found))
}
for (minimum in c(1, 5)) {
  cohorts <- split(bdf, bdf$cohort)
  sizes <- lapply(cohorts, function(of) table(of$school))
  of <- lapply(cohorts, effects, entry = "langPRET", exit = "langPOST")
  agree("cohorts", of[["0"]], of[["1"]], sizes[["0"]], sizes[["1"]], minimum)
  all <- table(bdf$school)
  language <- effects(bdf, "langPRET", "langPOST")
  arithmetic <- effects(bdf, "aritPRET", "aritPOST")
  agree("subjects", language, arithmetic, all, all, minimum)
}
rows <- do.call(rbind, rows)
rows$value <- trimws(formatC(rows$value, digits = 9, format = "g"))
write.csv(rows, "expected.csv", row.names = FALSE, quote = FALSE)
