{#
    Publish at once if dbt has to build no view again, and answer as finish_publish does. If not, leave prod as it is
    and answer what the runner does next: with `compile`, compile these views and call this again with the hashes
    (`compiled`: {unique id: hash}); with `prepare`, let dbt build these views, level by level; with neither, call
    exchange. Refuse views that dbt would not build from the audited code. Once views are rebuilt, the candidate reads
    prod and cannot be audited again, which is recorded. A run-operation for the runner.
#}
{% macro begin_publish(run=none, force=false, compiled=none, reason=none, context=none) %}
    {%- set state = dbt_wap.locked_state("publish", context, run, prod=true) -%}
    {%- set found = dbt_wap.fresh_reads(dbt_wap.publishable_run(state, run, true)) -%}
    {%- set compiled = dbt_wap.from_runner(compiled) -%}
    {%- if not dbt_wap._is_over(found, context) -%}
        {%- do dbt_wap.begin_step("publish", found["run_id"]) -%}
        {%- set swapped = dbt_wap.is_swapped(found) -%}
        {%- if swapped -%} {%- do dbt_wap.checked_report(found, "publish") -%} {%- endif -%}
        {%- set views = dbt_wap.views_to_rebuild(found, "prod" if swapped else "audit") -%}
        {%- if not views -%}
            {%- set now = dbt_wap._exchange(found, force, none, context, reason) -%}
            {%- do dbt_wap._finish_publish(state["tables"], now, context) -%}
        {%- else -%}
            {%- set answer = {"run_id": found["run_id"], "done": false, "prepare": [], "views": []} -%}
            {%- if views and compiled is none -%} {%- do answer.update(dbt_wap._compile_request(views)) -%}
            {%- elif views and not swapped -%}
                {%- do answer.update({"prepare": dbt_wap._begin_preparing(found, views, compiled, force, context)}) -%}
            {%- endif -%}
            {%- do dbt_wap.answer(context, answer) -%}
        {%- endif -%}
    {%- endif -%}
    {%- do dbt_wap.end_step(prod=true) -%}
{% endmacro %}

{# Return the views that dbt builds first, one list per level, and record that the publish has begun. #}
{% macro _begin_preparing(run, views, compiled, force, context) %}
    {%- set changed = dbt_wap.check_compiled(run, views, compiled, "audit") -%}
    {%- set levels = dbt_wap._levels_without(run, changed) -%}
    {%- if levels -%}
        {%- do dbt_wap.checked_report(run, "publish") -%}
        {%- do dbt_wap.check_fresh(dbt_wap._unswapped(run), force) -%}
        {%- set begun = dbt_wap.approval_statements(run, context) -%}
        {%- do dbt_wap.execute_statements(begun + [dbt_wap.event_statement(run, "preparing", context)]) -%}
    {%- endif -%}
    {%- do return(levels) -%}
{% endmacro %}

{# Return the levels of views_to_prepare, without the views that get their audited definition. Reads only. #}
{% macro _levels_without(run, changed) %}
    {%- set levels = [] -%}
    {%- for level in dbt_wap.views_to_prepare(run) -%}
        {%- set left = [] -%}
        {%- for node in dbt_wap.selected_nodes(level) if dbt_wap.node_key(node) not in changed -%}
            {%- do left.append(node.unique_id) -%}
        {%- endfor -%}
        {%- if left -%} {%- do levels.append(left) -%} {%- endif -%}
    {%- endfor -%}
    {%- do return(levels) -%}
{% endmacro %}
