{#
    Refuse, in one list, the options in `meta.dbt_wap` of the selected nodes that are certain to fail before anything is
    built: a filter that is not valid in prod, a column that is neither in prod nor in the node's yml or SQL, and a
    tolerance for a column that is not numeric in prod and not declared as numeric. The audit refuses the other cases.
    project: from project_facts. Reads only.
#}
{% macro check_option_columns(pairs, project, selected=none) %}
    {%- set nodes, named, filters, faults, chosen = project["by_key"], {}, {}, [], {} -%}
    {%- for unique_id in selected or [] -%} {%- do chosen.update({unique_id: true}) -%} {%- endfor -%}
    {%- set options = dbt_wap.declared_options(nodes.values()) -%}
    {%- for key, node in nodes.items() if selected is none or node.unique_id in chosen -%}
        {%- set own = options.get(node.unique_id, {}) -%}
        {%- if own -%} {%- do named.update({key: dbt_wap.columns_in_options(own)}) -%} {%- endif -%}
        {%- if own.get("filter") -%} {%- do filters.update({key: own["filter"]}) -%} {%- endif -%}
    {%- endfor -%}
    {%- if not filters and not named.values() | select | list -%} {%- do return(none) -%} {%- endif -%}
    {%- set seen = dbt_wap.read_catalog(pairs, ["prod"], ["columns"])["prod"] -%}
    {%- for key, named_columns in named.items() -%}
        {%- set columns, doubtful = seen["columns"].get(key, []), named_columns.get("tolerance", []) | list -%}
        {%- set known = columns | map(attribute="name") | list + ["*"] -%}
        {#- Both engines find a column whose stored name is the name as it is, or in upper case. -#}
        {%- for names in named_columns.values() -%}
            {%- for name in names if name not in known and name | upper not in known -%}
                {%- do doubtful.append(name) -%}
            {%- endfor -%}
        {%- endfor -%}
        {%- if doubtful -%}
            {%- do faults.extend(dbt_wap._column_faults(nodes[key], named_columns, columns)) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- do faults.extend(dbt_wap._filter_faults(nodes, filters, seen["relations"])) -%}
    {%- if faults -%}
        {%- do dbt_wap.refuse("options", faults | join("; "), next="wap run, after you fix these options") -%}
    {%- endif -%}
{% endmacro %}

{# Return a sentence for each column in the options of a node that does not exist or has the wrong type. #}
{% macro _column_faults(node, options, columns) %}
    {%- set kinds, declared, faults = {}, {}, [] -%}
    {%- for column in columns -%}
        {%- do kinds.update({dbt_wap.fold(column["name"]): dbt_wap.type_kind(column["type"])}) -%}
    {%- endfor -%}
    {%- for column in (node.columns or {}).values() -%}
        {%- set numbers = "u?(tiny|small|big|huge|byte)?int(eger)?[0-9]*|float[0-9]*|double|real" -%}
        {%- set numbers = "(?i)\\s*(" ~ numbers ~ "|num(ber|eric)|dec(imal|float)?)\\b[^\\[]*$" -%}
        {%- set number = modules.re.match(numbers, column.data_type or "") is not none -%}
        {%- for form in dbt_wap.folded_names([column.name]) -%}
            {%- do declared.update({form: number}) -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- for option, names in options.items() -%}
        {%- set where = node.unique_id ~ ": meta.dbt_wap." ~ option -%}
        {%- for name in names if name != "*" -%}
            {%- set forms = dbt_wap.folded_names([name, dbt_wap.unquoted_name(name)]) -%}
            {%- set found = forms | select("in", kinds) | list -%}
            {%- set promised = forms | select("in", declared) | list -%}
            {%- if not found and not promised and not dbt_wap.can_make_column(node, name) -%}
                {%- do faults.append(where ~ ' names the column "' ~ name ~ '", which does not exist') -%}
            {%- elif option == "tolerance" and found and kinds[found[0]] not in ["number", "float"] -%}
                {%- if not promised or not declared[promised[0]] -%}
                    {%- do faults.append(
                        where ~ ' must name numeric columns, and "' ~ name
                        ~ '" is not numeric in prod; if this change makes it numeric, declare its data_type'
                    ) -%}
                {%- endif -%}
            {%- endif -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- do return(faults) -%}
{% endmacro %}

{# Return a sentence for each filter that fails in prod. Both sides run the filter, so failing in prod is enough. #}
{% macro _filter_faults(nodes, filters, relations) %}
    {%- set queries, faults = {}, [] -%}
    {%- if not filters -%} {%- do return([]) -%} {%- endif -%}
    {%- set asked = relations | selectattr("key", "in", filters) | list -%}
    {%- set broken = dbt_wap.unreadable_views(asked) -%}
    {%- for relation in asked if relation["key"] not in broken -%}
        {%- set filter = filters[relation["key"]] -%}
        {%- set query %}
            select 1
            from {{ dbt_wap.sql_name(relation) }}
            where ({{ filter }}) and case when {{ filter }} then true end
            limit 0
        {% endset -%}
        {%- do queries.update({relation["key"]: query | trim}) -%}
    {%- endfor -%}
    {%- for key, reason in (dbt_wap.query_faults(queries, empty=true) if queries else {}).items() -%}
        {%- do faults.append(
            nodes[key].unique_id ~ ": meta.dbt_wap.filter must be an SQL condition that is valid in prod too, got "
            ~ dbt_wap.shown_value(filters[key]) ~ ": " ~ reason
        ) -%}
    {%- endfor -%}
    {%- do return(faults) -%}
{% endmacro %}
