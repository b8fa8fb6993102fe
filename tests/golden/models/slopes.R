# Random slopes and weights by lme4 and lmerTest: writes slopes_lme4.csv from slopes_pupils.csv, and prints
# the sleepstudy of lme4. Rscript slopes.R (R 4.2.2; lme4 1.1.31, lmerTest 3.1.3)

suppressMessages(library(lmerTest))
options(digits = 15)

pupils <- read.csv("slopes_pupils.csv")
control <- lmerControl(optimizer = "bobyqa", optCtrl = list(rhoend = 1e-12, maxfun = 1e5))
random <- list(
  intercept = score ~ 1 + (1 | school),
  weighted = score ~ ses + (1 | school),
  slope = score ~ ses + sector + points + (ses | school),
  weighted_slope = score ~ ses + sector + points + (ses | school),
  two_slopes = score ~ ses + points + (ses + points | school)
)
weighted <- c("weighted", "weighted_slope", "two_slopes")
named <- c("(Intercept)" = "intercept", sectorpublic = "sector=public")
name <- function(term) ifelse(term %in% names(named), named[term], term)

rows <- list()
add <- function(...) rows[[length(rows) + 1]] <<- data.frame(...)
for (model in names(random)) {
  pupils$w <- if (model %in% weighted) pupils$weight else 1
  for (reml in c(TRUE, FALSE)) {
    fit <- suppressWarnings(lmer(random[[model]], pupils, weights = w, REML = reml, control = control))
    case <- paste(model, if (reml) "reml" else "ml", sep = "_")
    for (term in rownames(coef(summary(fit)))) {
      own <- coef(summary(fit))[term, ]
      add(case = case, measure = "coefficient", term = name(term), other_term = "",
          value = own["Estimate"], se = own["Std. Error"], df = own["df"])
    }
    parts <- as.data.frame(VarCorr(fit))
    for (at in seq_len(nrow(parts))) {
      part <- parts[at, ]
      correlation <- !is.na(part$var2)
      residual <- is.na(part$var1)
      add(case = case,
          measure = if (correlation) "correlation_school" else if (residual) "variance_pupil" else "variance_school",
          term = if (residual) "" else name(part$var1), other_term = if (correlation) name(part$var2) else "",
          value = if (correlation) part$sdcor else part$vcov, se = NA, df = NA)
    }
    add(case = case, measure = "deviance", term = "", other_term = "",
        value = -2 * as.numeric(logLik(fit)), se = NA, df = NA)
  }
}
write.csv(do.call(rbind, rows), "slopes_lme4.csv", row.names = FALSE, quote = FALSE, na = "")

data(sleepstudy, package = "lme4")
print(coef(summary(lmer(Reaction ~ Days + (1 | Subject), sleepstudy))))
print(coef(summary(lmer(Reaction ~ Days + (Days | Subject), sleepstudy))))
