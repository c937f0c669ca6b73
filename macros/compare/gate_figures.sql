{#
    Return what judge_gates needs and an entry of report.json does not have: {relation key: {gates: from gate_limits,
    nulls: [{name of a column, before, after: its number of NULLs, or none if not counted, limits}] for columns with a
    limit, age: {column, seconds, or none if unknown}, or none without such a gate, fault: the error of a question that
    failed, or none}}. NULLs take one question for each relation that changed, ages one for 50 relations. tasks: of
    compare_all, to be judged; facts: from gather_facts. Reads only.
#}
{% macro gate_figures(tasks, facts) %}
    {%- set found, nulls, ages = {}, {}, {} -%}
    {%- for task in tasks -%}
        {%- set entry, after = task["entry"], task["after"] -%}
        {%- set gates = dbt_wap.gate_limits(task["node"], task["own"], facts["gates"]) -%}
        {%- set figures, limits = {"gates": gates, "nulls": [], "age": none}, gates.get("max_null_increase") -%}
        {%- do figures.update({"fault": none}) -%}
        {%- if limits -%}
            {%- do figures.update({"nulls": dbt_wap._columns_with_limits(task, limits, facts)}) -%}
            {%- set moved = entry["status"] not in ["identical", "unchanged_definition"] -%}
            {%- if figures["nulls"] and moved and not entry["unreadable"] -%}
                {%- do nulls.update({task["key"]: dbt_wap._nulls_sql(task, figures["nulls"])}) -%}
            {%- endif -%}
        {%- endif -%}
        {%- if after and "freshness" in gates -%}
            {%- set column = (task["own"].get("freshness") or dbt_wap.get_var("wap_freshness"))["column"] -%}
            {%- do figures.update({"age": {"column": column, "seconds": none}}) -%}
            {%- set sql = dbt_wap._age_sql(after, column, facts) if not entry["unreadable"] -%}
            {%- if sql -%} {%- do ages.update({task["key"] ~ " in the candidate": sql}) -%} {%- endif -%}
        {%- endif -%}
        {%- do found.update({task["key"]: figures}) -%}
    {%- endfor -%}
    {%- set counts = dbt_wap.ask_all(nulls) if nulls else {} -%}
    {%- set seconds = dbt_wap.ask_numbers(ages, facts) if ages else {} -%}
    {%- for task in tasks -%}
        {%- set key, figures = task["key"], found[task["key"]] -%}
        {%- set rows, age = counts.get(key), seconds.get(key ~ " in the candidate") -%}
        {%- for answer in [rows, age] if answer is string -%}
            {%- do figures.update({"fault": dbt_wap._error_code(answer)}) -%}
        {%- endfor -%}
        {%- if rows and rows is not string -%}
            {%- do dbt_wap._read_nulls(figures["nulls"], rows) -%}
        {%- endif -%}
        {%- if age is number -%} {%- do figures["age"].update({"seconds": age}) -%} {%- endif -%}
    {%- endfor -%}
    {%- do return(found) -%}
{% endmacro %}

{# Return the columns of both sides with a limit: [{name, old: its name in prod, before, after: none, limits}]. Pure. #}
{% macro _columns_with_limits(task, gate, facts) %}
    {%- set before, after, common, asked = task["before"], task["after"], [], [] -%}
    {%- set own = dbt_wap.columns_in(facts, after, "after") -%}
    {%- if after and after["key"] in facts["alike"] -%}
        {%- for column in own -%} {%- do common.append(dict(column, before=column["name"])) -%} {%- endfor -%}
    {%- else -%}
        {%- do common.extend(
            dbt_wap.compare_columns(dbt_wap.columns_in(facts, before, "before"), own)["common"]
        ) -%}
    {%- endif -%}
    {%- for column in common -%}
        {%- set limits = gate["limits"] -%}
        {%- if gate["columns"] -%}
            {%- set limits = gate["columns"].get(dbt_wap.fold(column["name"]), limits) -%}
        {%- endif -%}
        {%- set figure = {"name": column["name"], "old": column["before"], "before": none, "after": none} -%}
        {%- if limits -%} {%- do asked.append(dict(figure, limits=limits)) -%} {%- endif -%}
    {%- endfor -%}
    {%- do return(asked) -%}
{% endmacro %}

{# Build a query for the number of NULLs in columns of both sides: (nth, n0, n1, ..), prod first. Pure. #}
{% macro _nulls_sql(task, columns) %}
    {%- set filter = task["entry"]["filter"] -%}
    {%- for side, name in [("before", "old"), ("after", "name")] %}
        {{ "union all " if not loop.first }}
        select
            {{ loop.index }} as nth
            {%- for column in columns %}
                , count(*) - count({{ dbt_wap.identifier(column[name]) }}) as n{{ loop.index0 }}
            {%- endfor %}
        from {{ dbt_wap.sql_name(task[side]) }}
        {% if filter %} where ({{ filter }}) {% endif %}
    {%- endfor %}
{% endmacro %}

{# Add the numbers of NULLs to the columns. rows: the answer to _nulls_sql. #}
{% macro _read_nulls(columns, rows) %}
    {%- for column in columns -%}
        {%- set name = "n" ~ loop.index0 -%}
        {%- do column.update({"before": rows[0][name] | int, "after": rows[1][name] | int}) -%}
    {%- endfor -%}
{% endmacro %}

{# Build a query for the age of the newest value of a column in whole seconds, or return none without it. Pure. #}
{% macro _age_sql(relation, column, facts) %}
    {%- set forms = dbt_wap.folded_names([column]) -%}
    {%- for own in dbt_wap.columns_in(facts, relation, "after") if dbt_wap.fold(own["name"]) in forms -%}
        {%- set newest = "max(" ~ dbt_wap.identifier(own["name"]) ~ ")" -%}
        {%- set sql %}
            select cast(ceil({{ dbt_wap.seconds_since(newest) }}) as bigint) as n
            from {{ dbt_wap.sql_name(relation) }}
        {% endset -%}
        {%- do return(sql) -%}
    {%- endfor -%}
    {%- do return(none) -%}
{% endmacro %}
