# The same by the R package equate: Rscript equate.R, in this folder, after frequencies.py; writes expected.csv. Whole
# scores only: equate converts the points of the scale.
library(equate)
f <- read.csv("frequencies.csv")
x <- as.freqtab(f[, c("score", "x")])
y <- as.freqtab(f[, c("score", "y")])
scores <- c(3, 8, 10, 15, 20, 27, 33, 36)
rows <- NULL
add <- function(type, degree, eq, se = NA) {
  at <- match(scores, eq$concordance$scale)
  rows <<- rbind(rows, data.frame(type, degree, score = scores, value = signif(eq$concordance$yx[at], 12),
                                  se = if (is.na(se)) NA else signif(eq$concordance$se[at], 12)))
}
add("mean", NA, equate(x, y, type = "mean"))
add("linear", NA, equate(x, y, type = "linear"), TRUE)
add("equipercentile", NA, equate(x, y, type = "equipercentile"))
for (degree in c(4, 6))
  add("equipercentile", degree, equate(x, y, type = "equipercentile", smooth = "loglin", degrees = degree))
write.csv(rows, "expected.csv", row.names = FALSE, quote = FALSE, na = "")

# By resampling of pupils, 2,000 times: what the bootstrap errors are held against.
set.seed(1)
for (type in c("mean", "linear", "equipercentile")) {
  eq <- equate(x, y, type = type, boot = TRUE, reps = 2000)
  cat(type, signif(eq$bootstraps$se[scores + 1], 5), "\n")
}
