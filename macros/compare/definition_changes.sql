{#
    Return the changes of a relation other than rows and columns, with only the kinds that changed: {constraints,
    indexes, options: {added, removed: [text]}, defaults, collations: [{name, before, after}], comments: [column, or ""
    for the relation], text: true if the query of a view changed, other: true for any other change}. columns: from
    compare_columns; facts: from gather_facts. Pure.
#}
{% macro definition_changes(before, after, columns, facts) %}
    {%- if after["key"] in facts["alike"] -%} {%- do return({}) -%} {%- endif -%}
    {%- set old = dbt_wap._traits_of(before, "before", columns, facts) -%}
    {%- set new = dbt_wap._traits_of(after, "after", columns, facts) -%}
    {%- set found = {} -%}
    {%- for name in ["constraints", "indexes", "options"] -%}
        {%- set came = dbt_wap._not_among(new[name], old[name], columns) -%}
        {%- set went = dbt_wap._not_among(old[name], new[name], columns) -%}
        {%- if came or went -%}
            {%- do found.update({name: {"added": came, "removed": went}}) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- for name in ["defaults", "collations"] -%}
        {%- set unlike = [] -%}
        {%- for column in columns["common"] if old[name].get(column["name"]) != new[name].get(column["name"]) -%}
            {%- set texts = {"before": old[name].get(column["name"]), "after": new[name].get(column["name"])} -%}
            {%- do unlike.append(dict(texts, name=column["name"])) -%}
        {%- endfor -%}
        {%- if unlike -%} {%- do found.update({name: unlike}) -%} {%- endif -%}
    {%- endfor -%}
    {%- set made = facts["definitions"]["before"][before["key"]] -%}
    {%- set remade = facts["definitions"]["after"][after["key"]] -%}
    {%- set comments = dbt_wap._comments_changed(made, remade, columns) -%}
    {%- if comments -%} {%- do found.update({"comments": comments}) -%} {%- endif -%}
    {%- if made["kind"] == "view" and remade["kind"] == "view" -%}
        {%- set old_query = dbt_wap.comparable_body(made["body"], comments=false) -%}
        {%- if old_query != dbt_wap.comparable_body(remade["body"], comments=false) -%}
            {%- do found.update({"text": true}) -%}
        {%- endif -%}
    {%- endif -%}
    {%- set told = [found] -%}
    {%- for name in ["added", "removed", "retyped", "reordered", "recased"] -%}
        {%- do told.append(columns[name]) -%}
    {%- endfor -%}
    {%- set unlike = made["kind"] == remade["kind"] and dbt_wap.definition_changed(before, after, facts) -%}
    {%- if unlike and not (told | select | list) -%} {%- do found.update({"other": true}) -%} {%- endif -%}
    {%- do return(found) -%}
{% endmacro %}

{#
    Return the traits of one side, without those of added and removed columns; defaults and collations by the column
    names of the candidate. Pure.
#}
{% macro _traits_of(relation, side, columns, facts) %}
    {%- set found = {"constraints": [], "indexes": [], "options": [], "defaults": {}, "collations": {}} -%}
    {%- set names = {} -%}
    {%- for column in columns["common"] -%}
        {%- do names.update({column["before"] if side == "before" else column["name"]: column["name"]}) -%}
    {%- endfor -%}
    {%- for row in facts["traits"][side].get(relation["key"], []) if relation["kind"] != "view" -%}
        {%- set column = names.get(row["column_name"]) if row["column_name"] else none -%}
        {%- if row["column_name"] and not column -%}
        {%- elif row["trait"] in ["constraint", "option"] -%}
            {%- do found[row["trait"] ~ "s"].append(row["text"]) -%}
        {%- else -%} {%- do found[row["trait"] ~ "s"].update({column: row["text"]}) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- for index in facts["definitions"][side][relation["key"]]["indexes"] -%}
        {%- do found["indexes"].append(("unique index " if index["unique"] else "index ") ~ index["on"] | trim) -%}
    {%- endfor -%}
    {%- do return(found) -%}
{% endmacro %}

{#
    Return the texts that are not among the others; case-insensitive if the names of columns changed case. Pure.
#}
{% macro _not_among(texts, others, columns) %}
    {%- set forms, found = [], [] -%}
    {%- for text in others -%}
        {%- do forms.append(text | lower if columns["recased"] else text) -%}
    {%- endfor -%}
    {%- for text in texts if (text | lower if columns["recased"] else text) not in forms -%}
        {%- do found.append(text) -%}
    {%- endfor -%}
    {%- do return(found | sort) -%}
{% endmacro %}

{# Return the common columns whose comment changed, and "" if the comment of the relation did. Pure. #}
{% macro _comments_changed(old, new, columns) %}
    {%- set names = [""] if (old["comment"] or "") != (new["comment"] or "") else [] -%}
    {%- for column in columns["common"] -%}
        {%- set was, now = old["column_comments"].get(column["before"]), new["column_comments"].get(column["name"]) -%}
        {%- if (was or "") != (now or "") -%} {%- do names.append(column["name"]) -%} {%- endif -%}
    {%- endfor -%}
    {%- do return(names) -%}
{% endmacro %}
