{#
    Return what changed in the columns, matched by folded name: {added, removed: [name], retyped: [{name, before, after:
    types, compared: as what}], recased: [{name, before}], reordered: whether common columns are in another order,
    one_sided: the added and removed columns from list_columns, with `side`, common: [{id: c0, c1, .., name, folded,
    before: its name in prod, type, same_type, types: {before, after}, kind: from type_kind, same_kind: of both, how:
    {before, after} from common_form, common_type, form: from comparable_form, texts: {before, after, common} from
    shown_text, short: whether no text can be too long for a sample}]}. before, after: from list_columns. types: keeps
    what was found about pairs of types, for the next call. Pure.
#}
{% macro compare_columns(before, after, types={}) %}
    {%- set old, kept, order = {}, {}, [] -%}
    {%- set found = {"added": [], "removed": [], "retyped": [], "recased": [], "common": [], "one_sided": []} -%}
    {%- set names = [before | map(attribute="name") | list, after | map(attribute="name") | list] -%}
    {%- set alike = names[0] == names[1] -%}
    {%- set folded = dbt_wap.fold_names(names[1] if alike else names[0] + names[1]) -%}
    {%- for column in before -%} {%- do old.update({folded[loop.index0]: column}) -%} {%- endfor -%}
    {%- for name in (folded if alike else folded[before | length :]) -%}
        {%- set column = after[loop.index0] -%}
        {%- if name in old -%}
            {%- set pair = [old[name]["type"], column["type"]] | join(" -> ") -%}
            {%- if pair not in types -%}
                {%- do types.update({pair: dbt_wap._type_facts(old[name]["type"], column["type"])}) -%}
            {%- endif -%}
            {%- do found["common"].append(
                dict(
                    types[pair],
                    id="c" ~ found["common"] | length,
                    name=column["name"],
                    folded=name,
                    before=old[name]["name"],
                )
            ) -%}
            {%- do kept.update({name: true}) -%}
        {%- else -%}
            {%- do found["added"].append(column["name"]) -%}
            {%- do found["one_sided"].append(dict(column, side="after")) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- for name, column in old.items() if name not in kept -%}
        {%- do found["removed"].append(column["name"]) -%}
        {%- do found["one_sided"].append(dict(column, side="before")) -%}
    {%- endfor -%}
    {%- for name in old if name in kept -%} {%- do order.append(name) -%} {%- endfor -%}
    {%- do found.update({"reordered": order != kept.keys() | list}) -%}
    {%- for column in found["common"] -%}
        {%- if column["before"] != column["name"] -%}
            {%- do found["recased"].append({"name": column["name"], "before": column["before"]}) -%}
        {%- endif -%}
        {%- if not column["same_type"] -%}
            {%- do found["retyped"].append(dict(column["types"], name=column["name"], compared=column["said"])) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- do return(found) -%}
{% endmacro %}

{# Return what a column of these types has in common with all others. Pure. #}
{% macro _type_facts(before, after) %}
    {%- set how = dbt_wap.common_form(before, after) -%}
    {%- set kinds = [dbt_wap.type_kind(before), dbt_wap.type_kind(after)] -%}
    {%- do return(
        {
            "type": after,
            "same_type": before == after,
            "kind": kinds[1],
            "same_kind": kinds[0] == kinds[1],
            "types": {"before": before, "after": after},
            "how": {"before": how["before"], "after": how["after"]},
            "said": how["said"],
            "common_type": how["type"],
            "form": dbt_wap.comparable_form(how["type"]),
            "texts": {
                "before": dbt_wap.shown_text("{}", before),
                "after": dbt_wap.shown_text("{}", after),
                "common": dbt_wap.shown_text("{}", how["type"]),
            },
            "short": before == after and kinds[1] in ["number", "float", "time", "boolean"],
        }
    ) -%}
{% endmacro %}
