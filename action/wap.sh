#!/usr/bin/env bash
# The commands of action.yml: pass on to `wap` what GitHub knows, and to GitHub what `wap` answers.
#
# Usage: wap.sh pull-request | run | approve | reject | plan-rollback | rollback
#
# Text that others wrote reaches this script in variables and files only, and is never run as code.
set -euo pipefail
exec 2>&1 # one stream, so that the lines of the log keep their order

MOST=65000 # characters: GitHub accepts comments of up to 65,536, and job summaries of up to 1 MiB
FORK="This pull request comes from a fork. GitHub gives a fork no secrets, so dbt-wap cannot reach the
warehouse and built nothing. To build it, review the changes and push them to a branch of this repository."

here=$(mktemp -d)
trap 'rm -rf "$here"' EXIT
answer=$here/answer.json
page=$here/page.md
log=$GITHUB_SERVER_URL/$GITHUB_REPOSITORY/actions/runs/$GITHUB_RUN_ID
marker="<!-- dbt-wap: $(tr -cd 'A-Za-z0-9_./ ' <<< "$ACTION_PROJECT_DIR $ACTION_TARGET") -->"
code=0

# -- what GitHub and wap say -----------------------------------------------------------------------

event() { jq -r "$1 // empty" "$GITHUB_EVENT_PATH"; }

of_answer() { jq -r "$1 // empty" "$answer" 2> /dev/null || true; }

output() { echo "$1=$2" >> "$GITHUB_OUTPUT"; }

fail() { # WHAT [CODE]
    echo "::error title=dbt-wap::$1"
    exit "${2:-1}"
}

# Run wap, without the token, and set `code`. GitHub reads commands for itself from the log, so it is told to
# stop until wap ends. It signals only this shell when a job is cancelled, so the signal is passed on.
call() {
    local child resume signalled
    resume=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
    echo "::stop-commands::$resume"
    if env -u GH_TOKEN -u GH_ENTERPRISE_TOKEN "${WAP_DBT_EXECUTABLE:-dbt}" --quiet deps; then
        env -u GH_TOKEN -u GH_ENTERPRISE_TOKEN wap --json "$@" > "$answer" &
        child=$!
        trap 'signalled=yes; kill -TERM "$child" 2> /dev/null || true' INT TERM
        while true; do
            signalled='' code=0
            wait "$child" || code=$?
            [ -n "$signalled" ] || break # a signal ends `wait` before wap ends
        done
        trap - INT TERM
    else
        code=1
    fi
    echo "::$resume::"
}

# Print who gave the environment this review (approved or rejected) in this workflow run, as a JSON list of
# {login, comment}, one for each person.
reviews() { # STATE
    gh api "repos/$GITHUB_REPOSITORY/actions/runs/$GITHUB_RUN_ID/approvals" |
        jq --arg state "$1" --arg environment "$ACTION_ENVIRONMENT" '
            map(select(.state == $state and .user.login))
            | map(select(any(.environments[].name | ascii_downcase; . == ($environment | ascii_downcase))))
            | map({login: .user.login, comment: (.comment // "")})
            | unique_by(.login)'
}

# -- pages for people ------------------------------------------------------------------------------

# Print text as a block of code: each line is indented, so no text can end it.
as_code() { tr '\r' ' ' | sed 's/^/    /'; }

failure() { # WHAT: the page of a command that failed, with the error of wap
    printf '## dbt-wap: %s\n\n' "$1"
    if [ -z "$(of_answer .error.what)" ]; then
        echo "The log of this job says why (exit code $code)."
    else
        jq -r '.error | "wap.\(.where): \(.what)\nprod: \(.prod)\nnext: \(.next)" | .[:5000]' "$answer" | as_code
    fi
    echo
}

# Print the page of a run: its report, and the error that ended it unless the report says it already.
of_run() {
    local report
    report=$(of_answer .report)
    report=${report%.json}.md
    if [ ! -f "$report" ] && [ "$code" = 0 ]; then
        printf '## dbt-wap: run %s\n\nStatus: %s\n' "$(of_answer .run_id)" "$(of_answer .status)"
    elif [ ! -f "$report" ] || { [ "$code" != 0 ] && [ "$code" != 3 ] && [ "$code" != 4 ]; }; then
        failure "the run failed"
    fi
    [ ! -f "$report" ] || cat "$report"
}

# Print the page, cut to what GitHub accepts. It says so at the top: a cut may leave a block of code open.
fitted() {
    local cut="**GitHub limits the length of a comment: the end of this report is missing.** All of it: \`wap report\`"
    jq -Rsj --argjson most "$MOST" --arg cut "$cut" \
        'if length > $most then $cut + "\n\n" + .[:$most - ($cut | length) - 2] else . end' "$page"
}

summarize() { fitted >> "$GITHUB_STEP_SUMMARY"; }

# Print the comment that this token made before on a pull request, as JSON, or nothing.
known_comment() { # NUMBER
    local me
    me=$(gh api graphql -f query='{viewer{login}}' | jq -r .data.viewer.login) || return
    gh api --paginate "repos/$GITHUB_REPOSITORY/issues/$1/comments?per_page=100" |
        jq -s --arg me "$me" --arg marker "$marker" \
            '[.[][] | select(.user.login == $me and (.body | startswith($marker)))][0] // empty'
}

# Comment on a pull request with the page, or update the comment that this token made before.
comment() { # NUMBER
    local id
    id=$(known_comment "$1" | jq -r .id) || return
    fitted | jq -Rs --arg marker "$marker" '{body: ($marker + "\n" + .)}' > "$here/body.json" || return
    if [ -n "$id" ]; then
        gh api --silent --method PATCH "repos/$GITHUB_REPOSITORY/issues/comments/$id" --input "$here/body.json"
    else
        gh api --silent --method POST "repos/$GITHUB_REPOSITORY/issues/$1/comments" --input "$here/body.json"
    fi
}

# Put a sentence on top of the comment on a pull request, if there is one.
add_to_comment() { # NUMBER WHAT
    local old
    old=$(known_comment "$1" | jq -r .body | tail -n +2) || return
    [ -z "$old" ] || printf '**%s**\n\n%s\n' "$2" "$old" > "$page"
    [ -z "$old" ] || comment "$1"
}

no_comment() { echo "::warning title=dbt-wap::could not comment: the job needs the permission 'pull-requests: write'"; }

# -- the commands ----------------------------------------------------------------------------------

run() { # OPTION..
    local more=()
    read -rd '' -a more <<< "$ACTION_ARGS" || true
    call run "$@" "${more[@]}"
    of_run > "$page"
    output run-id "$(of_answer .run_id)"
    output status "$(of_answer .status)"
    output report-html "$(of_answer .report_html)"
    output needs-approval "$([ "$(of_answer .status)" != awaiting_approval ] || echo true)"
}

pull_request() {
    local from number sha
    [ "$GITHUB_EVENT_NAME" = pull_request ] ||
        fail "the command pull-request needs the event pull_request, not $GITHUB_EVENT_NAME" 2
    number=$(event .number)
    from=$(event .pull_request.head.repo.full_name)
    if [ "$from" != "$GITHUB_REPOSITORY" ] && [ "$ACTION_BUILD_FORKS" != true ]; then
        printf '## dbt-wap: not built\n\n%s\n' "$FORK" > "$page"
        summarize
        [ "$(event .action)" = closed ] || fail "not built: the pull request comes from a fork, which has no secrets"
    elif [ "$(event .action)" = closed ]; then
        call env drop "pr_$number"
        if [ "$code" = 0 ]; then
            echo "The candidate of pr_$number is dropped." > "$page"
        else
            failure "the candidate of pr_$number was not dropped" > "$page"
        fi
        summarize
        [ "$code" != 0 ] || add_to_comment "$number" "The pull request is closed, its candidate dropped." || no_comment
    else
        run --env "pr_$number" --no-publish --supersede # the candidate of an earlier push
        sha=$(event .pull_request.head.sha)
        mv "$page" "$here/run.md"
        printf 'Pull request at commit %s, [log](%s)\n\n' "${sha:0:12}" "$log" | cat - "$here/run.md" > "$page"
        summarize
        comment "$number" || no_comment
    fi
}

run_and_wait() {
    run
    summarize
    [ "$code" != 4 ] || code=0 # a person decides later
}

approve() {
    local given reason
    given=$(reviews approved) || fail "could not read the reviews: the job needs the permission 'actions: read'"
    if [ "$(jq length <<< "$given")" -gt 1 ]; then # of earlier attempts too, in no known order
        call status -- "$ACTION_RUN_ID"
        given=$(jq --argjson known "$(jq '[.approvals.given[]?.by]' "$answer")" \
            'map(select(.login | IN($known[]) | not)) as $new | if $new == [] then .[:1] else $new end' <<< "$given")
    fi
    case $(jq length <<< "$given") in
        0) fail "no one approved this workflow run: add reviewers to the environment $ACTION_ENVIRONMENT" ;;
        1) ;;
        *) fail "different people approved the attempts of this workflow run: approve in a new workflow run" ;;
    esac
    WAP_ACTOR=$(jq -r '.[0].login' <<< "$given")
    reason=$(jq -r '.[0].comment' <<< "$given")
    call approve --publish --reason "${reason:-approved on GitHub}" -- "$ACTION_RUN_ID"
    if [ "$code" = 0 ]; then
        printf '## dbt-wap: run %s is %s\n\nApproved by %s.\n' "$ACTION_RUN_ID" "$(of_answer .status)" "$WAP_ACTOR"
    else
        failure "run $ACTION_RUN_ID was not published"
    fi > "$page"
    summarize
}

reject() {
    local given reason
    given=$(reviews rejected) || fail "could not read the reviews: the job needs the permission 'actions: read'"
    if [ "$(jq length <<< "$given")" = 0 ]; then
        echo "No one rejected the environment $ACTION_ENVIRONMENT here: run $ACTION_RUN_ID is unchanged."
        return
    fi
    WAP_ACTOR=$(jq -r '.[0].login' <<< "$given")
    reason=$(jq -r '.[0].comment' <<< "$given")
    call reject --reason "${reason:-rejected on GitHub}" -- "$ACTION_RUN_ID"
    if [ "$code" = 0 ]; then
        printf '## dbt-wap: run %s is rejected\n\nRejected by %s.\n' "$ACTION_RUN_ID" "$WAP_ACTOR"
    else
        failure "run $ACTION_RUN_ID was not rejected"
    fi > "$page"
    summarize
}

plan_rollback() {
    call rollback --dry-run ${ACTION_RUN_ID:+-- "$ACTION_RUN_ID"}
    if [ "$code" = 0 ]; then
        printf '## dbt-wap: rollback of run %s\n\nThese statements restore prod:\n\n' "$(of_answer .run_id)"
        of_answer '.statements[]' | as_code
    else
        failure "no rollback"
    fi > "$page"
    output run-id "$(of_answer .run_id)"
    summarize
}

roll_back() {
    call rollback -- "$ACTION_RUN_ID"
    if [ "$code" = 0 ]; then
        printf '## dbt-wap: run %s is rolled back\n\nBy %s.\n' "$ACTION_RUN_ID" "$WAP_ACTOR"
    else
        failure "run $ACTION_RUN_ID was not rolled back"
    fi > "$page"
    summarize
}

for tool in gh jq; do
    command -v "$tool" > /dev/null || fail "the action needs $tool: install it on this runner" 2
done
export GH_HOST=${GITHUB_SERVER_URL#https://} GH_ENTERPRISE_TOKEN=$GH_TOKEN
export WAP_ACTOR=${WAP_ACTOR:-${GITHUB_TRIGGERING_ACTOR:-$GITHUB_ACTOR}}
export WAP_REPORT_URL=${WAP_REPORT_URL:-$log} # where messages link to: it has the report, and the reviewer's buttons
[ -z "$ACTION_TARGET" ] || export WAP_TARGET=$ACTION_TARGET
[ -z "$ACTION_PROFILES_DIR" ] || export WAP_PROFILES_DIR=$GITHUB_WORKSPACE/$ACTION_PROFILES_DIR
cd "$GITHUB_WORKSPACE/$ACTION_PROJECT_DIR" || fail "there is no directory $ACTION_PROJECT_DIR" 2

case $1 in
    pull-request) pull_request ;;
    run) run_and_wait ;;
    approve) approve ;;
    reject) reject ;;
    plan-rollback) plan_rollback ;;
    rollback) roll_back ;;
    *) fail "there is no command $1" 2 ;;
esac
exit "$code"
